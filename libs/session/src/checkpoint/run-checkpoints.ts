import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Algorithm, Ring } from '@cartwheel/algorithms';
import { ReplayJournal, writeCheckpoint, type JournaledRing, type WrittenCheckpoint } from '@cartwheel/algorithms/node';
import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { RunStore } from '@cartwheel/tracking';
import type { ProjectFolder } from '../project-folder.ts';
import { createCheckpointShelf, type ShelvedCheckpoint } from './checkpoint-shelf.ts';
import { toSessionValue, type SessionMemory } from './session-memory.ts';

/** Takes a run's checkpoints: the folder first, whole or not at all; then, with all points up to its step, the record of it. */
export interface RunCheckpoints {
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
  /** Resolves when all points so far are on disk. */
  pointsSettled: () => Promise<void>;
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
  const { runId, model, folder, store, keepLast, before, now } = options;
  const shelf = createCheckpointShelf(keepLast, before?.kept ?? []);
  const journals = new Map<string, ReplayJournal>();
  const requests: ((taken: Promise<CheckpointRecord>) => void)[] = [];
  let rings: Readonly<Record<string, Ring>> = {};
  let refused = [...(before?.refused ?? [])];
  let writing: Promise<void> = Promise.resolve();
  let underWay = 0;
  let failure: unknown;

  function journalFor(ring: string): ReplayJournal {
    const known = journals.get(ring);
    if (known !== undefined) return known;
    const made = new ReplayJournal(replayDir(folder, runId, ring), before?.rings[ring]);
    journals.set(ring, made);
    return made;
  }

  /** A folder of its own, also where the step has one: the old one stays until the new one is in the record. */
  function pathFor(step: number): string {
    const taken = new Set(shelf.kept.map(({ record }) => record.path));
    const path = folder.checkpointPath(runId, step);
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? path : `${path}-${n}`;
      if (!taken.has(candidate)) return candidate;
    }
  }

  async function record(path: string, written: Promise<WrittenCheckpoint>): Promise<CheckpointRecord> {
    const { step, weightsHash, rings: journaled } = await written;
    await options.pointsSettled();
    const taken = { step, path, weightsHash, time: now() };
    const gone = shelf.add({ record: taken, rings: journaled });
    const forget = [...refused, ...gone.map((each) => each.record.step)].filter((each) => each !== step);
    await store.recordCheckpoint(runId, taken, { forget });
    refused = [];
    options.onTaken(
      taken,
      shelf.kept.map((each) => each.record),
    );
    await remove(gone);
    return taken;
  }

  async function remove(gone: readonly ShelvedCheckpoint[]): Promise<void> {
    for (const { record: old } of gone) await rm(folder.resolve(old.path), { recursive: true, force: true });
    for (const [name, journal] of journals) {
      await journal.prune(shelf.kept.flatMap(({ rings: of }) => (Object.hasOwn(of, name) ? [of[name]] : [])));
    }
  }

  /** Whether it failed is asked at the next safe point, and at the end. */
  async function follow(recorded: Promise<CheckpointRecord>): Promise<void> {
    try {
      await recorded;
    } catch (error) {
      failure ??= error;
    }
    underWay -= 1;
  }

  function take(): Promise<CheckpointRecord> {
    const step = model.timesteps;
    const path = pathFor(step);
    const state = model.readState();
    ({ rings } = state);
    const session = toSessionValue(options.memory());
    const written = writeCheckpoint(model, { dir: folder.resolve(path), journalFor, session, state });
    const recorded = record(path, written);
    underWay += 1;
    writing = follow(recorded);
    for (const resolve of requests.splice(0)) resolve(recorded);
    return recorded;
  }

  return {
    take,
    request() {
      return new Promise((resolve) => {
        requests.push(resolve);
      });
    },
    get isRequested() {
      return requests.length > 0;
    },
    get isWriting() {
      return underWay > 0;
    },
    markBest: (step) => shelf.markBest(step),
    pump() {
      if (failure !== undefined) throw failure;
      for (const name in rings) {
        const journal = journalFor(name);
        if (journal.pendingRows(rings[name]) < PUMPED_ROWS) continue;
        journal.capture(rings[name]).catch((error: unknown) => {
          failure ??= error;
        });
      }
    },
    async settled() {
      await writing;
      if (failure !== undefined) throw failure;
    },
  };
}

/** The rows of a run's replay buffer. */
export function replayDir(folder: ProjectFolder, runId: string, ring: string): string {
  return join(folder.resolve(`runs/${runId}`), 'replay', ring);
}
