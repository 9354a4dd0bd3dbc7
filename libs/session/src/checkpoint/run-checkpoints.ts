import { join } from 'node:path';
import type { Algorithm, Ring } from '@cartwheel/algorithms';
import {
  createFolderWriter,
  ReplayJournal,
  writeCheckpoint,
  type JournaledRing,
  type WrittenCheckpoint,
} from '@cartwheel/algorithms/node';
import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { RunStore } from '@cartwheel/tracking';
import type { ProjectFolder } from '../project-folder.ts';
import { createCheckpointShelf, type CheckpointShelf, type ShelvedCheckpoint } from './checkpoint-shelf.ts';
import { toSessionValue, type SessionMemory } from './session-memory.ts';

/**
 * Takes a run's checkpoints: the folder first, whole or not at all; then, with all points up to its step, the record of it.
 * Disposed, none is on its way any more.
 */
export interface RunCheckpoints extends AsyncDisposable {
  /**
   * Takes one of the run as it is now, at a safe point. What it holds is copied before this returns; resolves when it is on
   * disk and in the record.
   */
  take(): Promise<CheckpointRecord>;
  /** Asks for one at the next safe point, or at the end of training. */
  request(): Promise<CheckpointRecord>;
  /** Whether somebody asked. */
  readonly isRequested: boolean;
  /** The one at `step` stays whatever comes. */
  markBest(step: number): void;
  /**
   * At each safe point: keeps the copies of the next checkpoint small, by appending rows of replay buffers when there are
   * many. Throws what a checkpoint before failed with.
   */
  pump(): void;
  /** One is on its way to the disk. */
  readonly isWriting: boolean;
  /** Resolves when none is on its way; rejects as the first that failed did. */
  settled(): Promise<void>;
}

export interface RunCheckpointsOptions {
  runId: string;
  model: Algorithm;
  folder: ProjectFolder;
  store: RunStore;
  keepLast: number;
  memory: () => SessionMemory;
  /** Does what is recorded behind all points so far. */
  behindPoints: (record: () => Promise<void>) => Promise<void>;
  onTaken: (record: CheckpointRecord, kept: readonly CheckpointRecord[]) => void;
  now: () => number;
  /** Of a run that goes on: its checkpoints, the replay buffers as they were restored, and steps whose checkpoints were refused. */
  before?: {
    kept: readonly ShelvedCheckpoint[];
    rings: Readonly<Record<string, JournaledRing>>;
    refused: readonly number[];
  };
}

/** Rows of a replay buffer that a checkpoint copies at most: 16,384 of 200 bytes are 3 MB, a millisecond. */
const PUMPED_ROWS = 16_384;

export function createRunCheckpoints(options: RunCheckpointsOptions): RunCheckpoints {
  return new CheckpointTaker(options);
}

class CheckpointTaker implements RunCheckpoints {
  readonly #options: RunCheckpointsOptions;
  readonly #shelf: CheckpointShelf;
  readonly #folders = createFolderWriter();
  readonly #journals = new Map<string, ReplayJournal>();
  readonly #requests: ((taken: Promise<CheckpointRecord>) => void)[] = [];
  #rings: Readonly<Record<string, Ring>> = {};
  #refused: readonly number[];
  #writing: Promise<void> = Promise.resolve();
  #underWay = 0;
  #failure: unknown;

  constructor(options: RunCheckpointsOptions) {
    const { keepLast, before } = options;
    this.#options = options;
    this.#shelf = createCheckpointShelf(keepLast, before?.kept ?? []);
    this.#refused = before?.refused ?? [];
  }

  get isRequested(): boolean {
    return this.#requests.length > 0;
  }

  get isWriting(): boolean {
    return this.#underWay > 0;
  }

  take(): Promise<CheckpointRecord> {
    const { model, folder, memory } = this.#options;
    const path = this.#pathFor(model.timesteps);
    const state = model.readState();
    this.#rings = state.rings;
    const written = writeCheckpoint(model, {
      dir: folder.resolve(path),
      journalFor: (ring) => this.#journalFor(ring),
      session: toSessionValue(memory()),
      state,
      writeFolder: (dir, files) => this.#folders.write(dir, files),
    });
    const recorded = this.#record(path, written);
    this.#underWay += 1;
    this.#writing = this.#follow(recorded, this.#writing);
    for (const resolve of this.#requests.splice(0)) resolve(recorded);
    return recorded;
  }

  request(): Promise<CheckpointRecord> {
    return new Promise((resolve) => {
      this.#requests.push(resolve);
    });
  }

  markBest(step: number): void {
    this.#shelf.markBest(step);
  }

  pump(): void {
    if (this.#failure !== undefined) throw this.#failure;
    // Without a list of them: this is asked after each step.
    for (const name in this.#rings) {
      const ring = this.#rings[name];
      const journal = this.#journalFor(name);
      if (journal.pendingRows(ring) < PUMPED_ROWS) continue;
      journal.capture(ring).catch((error: unknown) => {
        this.#failure ??= error;
      });
    }
  }

  async settled(): Promise<void> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
    await this.#folders.close();
  }

  #journalFor(ring: string): ReplayJournal {
    const known = this.#journals.get(ring);
    if (known !== undefined) return known;
    const { folder, runId, before } = this.#options;
    const made = new ReplayJournal(replayDir(folder, runId, ring), before?.rings[ring]);
    this.#journals.set(ring, made);
    return made;
  }

  /** A folder of its own, also where the step has one: the old one stays until the new one is in the record. */
  #pathFor(step: number): string {
    const { folder, runId } = this.#options;
    const taken = new Set(this.#shelf.kept.map(({ record }) => record.path));
    const path = folder.checkpointPath(runId, step);
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? path : `${path}-${n}`;
      if (!taken.has(candidate)) return candidate;
    }
  }

  async #record(path: string, written: Promise<WrittenCheckpoint>): Promise<CheckpointRecord> {
    const { runId, store, behindPoints, onTaken, now } = this.#options;
    const { step, weightsHash, rings } = await written;
    const taken = { step, path, weightsHash, time: now() };
    const gone = this.#shelf.add({ record: taken, rings });
    const forget = [...this.#refused, ...gone.map(({ record }) => record.step)].filter((each) => each !== step);
    await behindPoints(() => store.recordCheckpoint(runId, taken, { forget }));
    this.#refused = [];
    onTaken(
      taken,
      this.#shelf.kept.map(({ record }) => record),
    );
    await this.#remove(gone);
    return taken;
  }

  async #remove(gone: readonly ShelvedCheckpoint[]): Promise<void> {
    await this.#folders.remove(gone.map(({ record }) => this.#options.folder.resolve(record.path)));
    for (const [name, journal] of this.#journals) {
      await journal.prune(this.#shelf.kept.flatMap(({ rings: of }) => (Object.hasOwn(of, name) ? [of[name]] : [])));
    }
  }

  /** Whether it failed is asked at the next safe point, and at the end. */
  async #follow(recorded: Promise<CheckpointRecord>, before: Promise<void>): Promise<void> {
    try {
      await recorded;
    } catch (error) {
      this.#failure ??= error;
    }
    this.#underWay -= 1;
    await before;
  }
}

/** The rows of a run's replay buffer. */
export function replayDir(folder: ProjectFolder, runId: string, ring: string): string {
  return join(folder.resolve(`runs/${runId}`), 'replay', ring);
}
