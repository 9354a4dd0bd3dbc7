import type { Transferable, Worker } from 'node:worker_threads';
import { TrackingError } from './tracking-error.ts';
import type { Argument, Failure, OperationName, Result, StoreReply } from './worker/protocol.ts';

/** Calls across to the store's worker. Every call settles, also when the worker dies. */
export interface WorkerClient {
  /** The worker died by itself: every call that it had not answered was rejected. */
  readonly crashed: boolean;
  /** Rejects with the TrackingError that the worker answered, and with `tracking/worker-crashed`. */
  call<Name extends OperationName>(
    operation: Name,
    argument: Argument<Name>,
    transfer?: readonly Transferable[],
  ): Promise<Result<Name>>;
  /** Ends the worker's thread; what it had not answered is rejected. */
  end(): Promise<void>;
}

export interface WorkerClientOptions {
  /** The worker died while no call waited that could have said so. */
  onError: (error: TrackingError) => void;
}

interface PendingCall {
  resolve: (value: unknown) => void;
  reject: (error: TrackingError) => void;
}

export function createWorkerClient(worker: Worker, { onError }: WorkerClientOptions): WorkerClient {
  const pending = new Map<number, PendingCall>();
  let nextId = 0;
  let ended: TrackingError | undefined;

  // Only a call that waits keeps the process alive: a store that somebody forgot to close does not.
  worker.unref();
  worker.on('message', settle);
  worker.on('messageerror', crash);
  worker.on('error', crash);
  worker.on('exit', (code) => crash(new Error(`It exited with code ${code}.`)));

  function settle(reply: StoreReply): void {
    const call = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) worker.unref();
    if (reply.failure) call?.reject(toTrackingError(reply.failure));
    else call?.resolve(reply.value);
  }

  function crash(cause: Error): void {
    if (ended) return;
    const unnoticed = pending.size === 0;
    const error = crashError(cause);
    rejectAll(error);
    if (unnoticed) onError(error);
  }

  function rejectAll(error: TrackingError): void {
    ended = error;
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) call.reject(error);
  }

  return {
    get crashed() {
      return ended?.code === 'tracking/worker-crashed';
    },
    call<Name extends OperationName>(
      operation: Name,
      argument: Argument<Name>,
      transfer: readonly Transferable[] = [],
    ): Promise<Result<Name>> {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const id = nextId++;
        worker.postMessage({ id, operation, argument }, transfer);
        worker.ref();
        // StoreOperations says what each operation answers; the worker is held to it by its own types.
        pending.set(id, { resolve: (value) => resolve(value as Result<Name>), reject });
      });
    },
    async end() {
      if (!ended) rejectAll(new TrackingError('tracking/closed', 'The run store was closed before it answered.'));
      await worker.terminate();
    },
  };
}

function toTrackingError({ code, message, cause }: Failure): TrackingError {
  return new TrackingError(code, message, { cause });
}

function crashError(cause: Error): TrackingError {
  return new TrackingError(
    'tracking/worker-crashed',
    `The thread that writes the run store ended by itself (${cause.message}). What was flushed is on disk; open the store again to go on.`,
    { cause },
  );
}
