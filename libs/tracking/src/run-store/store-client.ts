import type { Worker } from 'node:worker_threads';
import { createWorkerClient, type WorkerClient } from '@cartwheel/async-guard/node';
import { TrackingError } from './tracking-error.ts';
import type { Failure, StoreOperations } from './worker/protocol.ts';

/** Calls across to the store's worker: they reject with a TrackingError. */
export type StoreClient = WorkerClient<StoreOperations>;

export interface StoreClientOptions {
  /** The worker died while no call waited that could have said so. */
  onError: (error: TrackingError) => void;
}

export function createStoreClient(worker: Worker, { onError }: StoreClientOptions): StoreClient {
  return createWorkerClient<StoreOperations, Failure, TrackingError>(worker, {
    toError: ({ code, message, cause }) => new TrackingError(code, message, { cause }),
    toCrash,
    toEnd: () => new TrackingError('tracking/closed', 'The run store was closed before it answered.'),
    onCrash: onError,
  });
}

function toCrash(cause: Error): TrackingError {
  return new TrackingError(
    'tracking/worker-crashed',
    `The thread that writes the run store ended by itself (${cause.message}). What was flushed is on disk; open the store again to go on.`,
    { cause },
  );
}
