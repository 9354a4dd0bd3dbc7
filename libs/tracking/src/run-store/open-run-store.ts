import type { RunStore } from './run-store.ts';
import { startWorker } from './start-worker.ts';
import { createStoreClient } from './store-client.ts';
import { expectStore, prepareFolder, resolveStoreFile, type StoreLocation } from './store-location.ts';
import type { TrackingError } from './tracking-error.ts';
import { createWorkerRunStore } from './worker-run-store.ts';

/** What `openRunStore` takes. */
export type RunStoreOptions = StoreLocation & {
  /** Refuses writes, and makes neither folder nor file. Default false. */
  readOnly?: boolean;
  /** The longest that points wait for others to share their transaction, in milliseconds. Default 100. */
  flushIntervalMs?: number;
  /** The longest that a transaction waits for another process's, in milliseconds. Default 10 000. */
  busyTimeoutMs?: number;
  /** Told when the store's worker dies while no call waits that could say so. Default: the next call says so. */
  onError?: (error: TrackingError) => void;
  /** Milliseconds since the epoch, for `updatedAt`. Default `Date.now`. */
  now?: () => number;
};

/**
 * Opens the run store of a project folder, and makes it where there is none: a SQLite database in WAL mode, written and
 * read by a thread of its own, so that neither holds training up. Several processes may have it open at once.
 *
 * Rejects with `tracking/unwritable` (the folder or file cannot be written), `tracking/corrupt-store` (no run store, or
 * damaged), `tracking/newer-store` and, for `readOnly`, `tracking/no-store`. A file that is refused is left as it is.
 */
export async function openRunStore(options: RunStoreOptions): Promise<RunStore> {
  const { readOnly = false, flushIntervalMs = 100, busyTimeoutMs = 10_000, now = Date.now } = options;
  const file = resolveStoreFile(options);
  await (readOnly ? expectStore(file) : prepareFolder(file));
  const client = createStoreClient(startWorker(), { onError: options.onError ?? (() => undefined) });
  try {
    await client.call('open', { file, readOnly, flushIntervalMs, busyTimeoutMs });
  } catch (error) {
    await client.end();
    throw error;
  }
  return createWorkerRunStore(client, { file, readOnly, now });
}
