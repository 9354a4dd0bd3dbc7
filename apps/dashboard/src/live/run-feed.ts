import type { RunRecord } from '@cartwheel/tracking';
import type { LiveEvent } from '../api/live-event.schema.ts';
import type { Curve } from '../api/curve.schema.ts';
import type { Writer } from '../api/writer.schema.ts';
import { curvesOf } from '../server/curves-of.ts';
import { pause } from './pause.ts';
import type { RunReader } from '../server/run-reader.ts';
import { summaryOf } from '../server/summary-of.ts';

/** How long a change may wait before it is seen: the store has no way to tell readers in other processes. */
const POLL_MS = 100;
const MOST_POINTS = 5000;

export interface RunFeedParts {
  store: RunReader;
  runId: string;
  /** Hears of the process that trains the run, until the signal aborts. */
  watchWriter: (tell: (writer: Writer) => void, signal: AbortSignal) => Promise<void>;
}

/** Points between two positions, ready to be sent. */
interface Batch {
  after: number;
  position: number;
  curves: Curve[];
}

/** What changes of a run, read once for however many pages follow it. */
export class RunFeed {
  readonly #parts: RunFeedParts;
  readonly #waiting = new Set<() => void>();
  /** Rises with each change. */
  #version = 0;
  #position = 0;
  /** The newest, which pages that are up to date take; the others read their own. */
  #batch: Batch | undefined;
  #run: RunRecord | null | undefined;
  #writer: Writer = { reach: 'unknown' };
  /** Not told yet: a writer says more in a second than anybody reads. */
  #newestWriter: Writer = this.#writer;
  #failure: unknown;

  constructor(parts: RunFeedParts) {
    this.#parts = parts;
  }

  /** Reads and listens until the signal aborts. Whoever follows hears of what fails. */
  async run(signal: AbortSignal): Promise<void> {
    const end = new AbortController();
    const whole = AbortSignal.any([signal, end.signal]);
    try {
      await Promise.all([this.#read(whole), this.#parts.watchWriter((writer) => this.#hear(writer), whole)]);
    } catch (error) {
      this.#change(() => (this.#failure = error));
    } finally {
      end.abort();
    }
  }

  /** Behind a position, until the signal aborts or the run is deleted: no gap, nothing in another order. */
  async *follow({ after, signal }: { after: number; signal: AbortSignal }): AsyncGenerator<LiveEvent> {
    let position = after;
    let told: { run?: RunRecord; writer?: Writer } = {};
    while (!signal.aborted) {
      const version = this.#version;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#run === null) return;
      if (position < this.#position) {
        const batch = this.#batch?.after === position ? this.#batch : await this.#batchAfter(position);
        position = batch.position;
        if (batch.curves.length > 0) yield { type: 'points', position, curves: batch.curves };
        continue;
      }
      const now = { run: this.#run, writer: this.#writer };
      if (now.run !== undefined && now.run !== told.run) yield { type: 'run', position, run: summaryOf(now.run) };
      if (now.writer !== told.writer) yield { type: 'writer', position, writer: now.writer };
      told = { ...(now.run === undefined ? {} : { run: now.run }), writer: now.writer };
      await this.#changed(version, signal);
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { store, runId } = this.#parts;
    const head = await store.position(runId);
    this.#change(() => (this.#position = head));
    while (!signal.aborted) {
      const batch = await this.#batchAfter(this.#position);
      const hasMore = batch.position > this.#position;
      if (hasMore) {
        this.#change(() => {
          this.#batch = batch;
          this.#position = batch.position;
        });
      }
      const run = await store.run(runId);
      if (this.#run === undefined || isOther(run, this.#run)) this.#change(() => (this.#run = run));
      if (run === null) return;
      this.#tellOfWriter();
      if (!hasMore) await pause(POLL_MS, signal);
    }
  }

  /** What somebody waits for, a command's effect, is told at once. */
  #hear(writer: Writer): void {
    this.#newestWriter = writer;
    if (isTurn(this.#writer, writer)) this.#tellOfWriter();
  }

  #tellOfWriter(): void {
    if (this.#writer !== this.#newestWriter) this.#change(() => (this.#writer = this.#newestWriter));
  }

  async #batchAfter(after: number): Promise<Batch> {
    const { store, runId } = this.#parts;
    const { position, points } = await store.changes(runId, { after, limit: MOST_POINTS });
    return { after, position, curves: curvesOf(points) };
  }

  #change(make: () => unknown): void {
    make();
    this.#version += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  async #changed(since: number, signal: AbortSignal): Promise<void> {
    if (this.#version !== since || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

function isOther(a: RunRecord | null, b: RunRecord | null): boolean {
  if (a === null || b === null) return a !== b;
  return a.updatedAt !== b.updatedAt || a.status !== b.status || a.timesteps !== b.timesteps;
}

function isTurn(before: Writer, now: Writer): boolean {
  if (before.reach !== 'answers' || now.reach !== 'answers') return before.reach !== now.reach;
  const [old, state] = [before.state, now.state];
  return old.status !== state.status || JSON.stringify(old.hyperparameters) !== JSON.stringify(state.hyperparameters);
}
