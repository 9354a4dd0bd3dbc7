import { jsonValue, type JsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';
import { messageOf } from '../run-store/message-of.ts';
import type { RelayCursor } from '../run-store/relay-cursor.ts';
import type { RunRecord, RunStore } from '../run-store/run-store.ts';
import { toTaggedJson } from '../run-store/tagged-json.ts';
import { TrackingError } from '../run-store/tracking-error.ts';
import { hasEnded, relayOwner } from './relay-owner.ts';
import { endOf } from './run-end.ts';
import type { TrackedEnd, TrackedRun, Tracker } from './tracker.ts';

export interface RunDeliveryOptions {
  store: RunStore;
  runId: string;
  tracker: Tracker;
  /** Points that are in memory at once, about. */
  batchPoints: number;
}

/** How much of a run was delivered at once. */
export interface DeliveredPart {
  readonly points: number;
  readonly entries: number;
}

/** How long a claim on a cursor lasts without a sign of life. */
const CLAIM_MS = 30_000;

/** What is kept in a cursor: the target's own part, and what of the run itself was delivered last. */
const cursorState = z.object({
  target: z.record(z.string(), jsonValue).default({}),
  run: z.string().default(''),
  ended: z.string().nullable().default(null),
});

/** Delivers one run to one tracker, part by part. After an error it opens the run anew. */
export class RunDelivery {
  readonly #options: RunDeliveryOptions;
  readonly #owner = relayOwner();
  #tracked: TrackedRun | undefined;
  #position = 0;
  /** What the target has of the run's row. */
  #deliveredRun = '';
  #claimedAt = 0;

  constructor(options: RunDeliveryOptions) {
    this.#options = options;
  }

  /** Delivers the next part; it may not have been the last. Nothing where the target has all. */
  async next(signal: AbortSignal): Promise<DeliveredPart | undefined> {
    const run = await this.#run();
    const tracked = this.#tracked ?? (await this.#open(run, signal));
    if (digestOf(run) !== this.#deliveredRun) {
      await tracked.update(run, signal);
      this.#deliveredRun = digestOf(run);
      await this.#save(tracked, null);
    }
    return this.#writeNext(tracked, signal);
  }

  /** To be called when `next` has nothing more: tells the target that the run has ended. */
  async end(end: TrackedEnd, signal: AbortSignal): Promise<void> {
    const tracked = this.#tracked ?? (await this.#open(await this.#run(), signal));
    await tracked.end(end, signal);
    await this.#save(tracked, end.status);
  }

  /** Lets go of the target, and notes why where that is an error; the next call opens it again. */
  async drop(error?: unknown): Promise<void> {
    const tracked = this.#tracked;
    this.#tracked = undefined;
    if (error !== undefined && this.#claimedAt > 0) await this.#note(error);
    await tracked?.[Symbol.asyncDispose]();
  }

  /** Gives the cursor back for others. */
  async release(error: string | null): Promise<void> {
    if (this.#claimedAt === 0) return;
    const { store, runId, tracker } = this.#options;
    await store.saveCursor(runId, tracker.id, { owner: this.#owner, forMs: 0, error });
    this.#claimedAt = 0;
  }

  async #run(): Promise<RunRecord> {
    const { store, runId } = this.#options;
    const run = await store.run(runId);
    if (!run) throw new TrackingError('tracking/unknown-run', `Run '${runId}' is not in the store any more.`);
    return toDeliver(run);
  }

  async #open(run: RunRecord, signal: AbortSignal): Promise<TrackedRun> {
    const cursor = await this.#claim();
    const { target } = cursorState.parse(cursor.state);
    const { position } = cursor;
    const tracked = await this.#options.tracker.openRun(run, { state: target, position, signal });
    this.#tracked = tracked;
    this.#position = tracked.startOver ? 0 : position;
    this.#deliveredRun = digestOf(run);
    await this.#save(tracked, null);
    return tracked;
  }

  async #claim(): Promise<RelayCursor> {
    const { store, runId, tracker } = this.#options;
    const known = (await store.cursors(runId)).find((cursor) => cursor.tracker === tracker.id);
    const dead = known?.owner && hasEnded(known.owner) ? { deadOwner: known.owner } : {};
    const cursor = await store.claimCursor(runId, tracker.id, { owner: this.#owner, forMs: CLAIM_MS, ...dead });
    this.#claimedAt = performance.now();
    return cursor;
  }

  async #writeNext(tracked: TrackedRun, signal: AbortSignal): Promise<DeliveredPart | undefined> {
    const { store, runId, batchPoints } = this.#options;
    const changes = await store.changes(runId, { after: this.#position, limit: batchPoints });
    if (changes.position === this.#position) {
      if (performance.now() - this.#claimedAt > CLAIM_MS / 3) await this.#save(tracked, null);
      return undefined;
    }
    await tracked.write(changes, signal);
    this.#position = changes.position;
    await this.#save(tracked, null);
    return { points: changes.points.length, entries: changes.entries.length };
  }

  async #save({ state: target }: TrackedRun, ended: string | null): Promise<void> {
    const state: Record<string, JsonValue> = { target: { ...target }, run: this.#deliveredRun, ended };
    const { store, runId, tracker } = this.#options;
    const progress = { owner: this.#owner, forMs: CLAIM_MS, position: this.#position, state };
    await store.saveCursor(runId, tracker.id, progress);
    this.#claimedAt = performance.now();
  }

  async #note(error: unknown): Promise<void> {
    const { store, runId, tracker } = this.#options;
    await store.saveCursor(runId, tracker.id, { owner: this.#owner, forMs: CLAIM_MS, error: messageOf(error) });
  }
}

/** Whether a tracker has all of the run, its end included. */
export function hasEverything(cursor: RelayCursor, run: RunRecord): boolean {
  const { run: delivered, ended } = cursorState.parse(cursor.state);
  return cursor.pending === 0 && ended !== null && delivered === digestOf(toDeliver(run));
}

/** A run under way has come to nothing yet: its rate of the moment is progress, which is no news for a target. */
function toDeliver(run: RunRecord): RunRecord {
  return endOf(run) ? run : { ...run, summary: {} };
}

/** Texts are equal when the run's row says the same, but for its progress. */
function digestOf({ status, tags, hyperparameters, error, summary }: RunRecord): string {
  return toTaggedJson({ status, tags, hyperparameters, error, summary });
}
