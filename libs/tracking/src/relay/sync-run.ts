import type { RunStore } from '../run-store/run-store.ts';
import { TrackingError } from '../run-store/tracking-error.ts';
import { hasEverything, RunDelivery } from './run-delivery.ts';
import { endOfSilent } from './run-end.ts';
import type { Tracker } from './tracker.ts';

/** What `syncRun` takes. */
export interface SyncRunOptions {
  store: RunStore;
  runId: string;
  tracker: Tracker;
  signal?: AbortSignal;
  /** Points in memory at once, about. Default 2000. */
  batchPoints?: number;
  /** The longest that a part may take to deliver, in milliseconds. Default 120 000. */
  partTimeoutMs?: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: () => number;
}

/** What of a run was delivered to a tracker, and what is left. */
export interface SyncReport {
  runId: string;
  tracker: string;
  /** Points and entries that were delivered now. */
  delivered: number;
  /** Those that are still missing. */
  pending: number;
  /** Null when all went well; another process that delivers the run is no error. */
  error: Error | null;
}

/** Delivers what a tracker lacks of a run. A run whose process is gone without a word is ended at the target as `lost`. */
export async function syncRun(options: SyncRunOptions): Promise<SyncReport> {
  const { store, runId, tracker, batchPoints = 2000 } = options;
  const before = await pendingOf(options);
  const delivery = new RunDelivery({ store, runId, tracker, batchPoints });
  const error = await deliverAll(delivery, options);
  const pending = await pendingOf(options);
  return { runId, tracker: tracker.id, delivered: Math.max(0, before - pending), pending, error };
}

async function deliverAll(delivery: RunDelivery, options: SyncRunOptions): Promise<Error | null> {
  const undelivered = await failureOf(() => deliver(delivery, options));
  const kept = await failureOf(() => delivery.drop(undelivered ?? undefined));
  const failure = undelivered ?? kept;
  // Also where the target did not let go: others are to go on with it.
  const unreleased = await failureOf(() => delivery.release(failure?.message ?? null));
  const first = failure ?? unreleased;
  return first instanceof TrackingError && first.code === 'tracking/cursor-taken' ? null : first;
}

async function failureOf(action: () => Promise<void>): Promise<Error | null> {
  try {
    await action();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function deliver(delivery: RunDelivery, options: SyncRunOptions): Promise<void> {
  const { store, runId, tracker, now = Date.now } = options;
  const run = await store.run(runId);
  const cursor = (await store.cursors(runId)).find((each) => each.tracker === tracker.id);
  if (run && cursor && hasEverything(cursor, run)) return;
  while (await delivery.next(withinPart(options)));
  const end = run && (await endOfSilent(store, run, now()));
  if (end) await delivery.end(end, withinPart(options));
}

function withinPart({ signal, partTimeoutMs = 120_000 }: SyncRunOptions): AbortSignal {
  const timeout = AbortSignal.timeout(partTimeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

async function pendingOf({ store, runId, tracker }: SyncRunOptions): Promise<number> {
  const cursor = (await store.cursors(runId)).find((each) => each.tracker === tracker.id);
  if (cursor) return cursor.pending;
  const series = await store.series(runId);
  return series.reduce((sum, { count }) => sum + count, (await store.entries(runId)).length);
}
