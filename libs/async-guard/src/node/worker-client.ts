import type { Transferable, Worker } from 'node:worker_threads';

/** What an operation takes. */
export type WorkerArgument<Operations, Name extends keyof Operations> = Operations[Name] extends (
  argument: infer Argument,
) => unknown
  ? Argument
  : never;

/** What an operation answers. */
export type WorkerResult<Operations, Name extends keyof Operations> = Operations[Name] extends (
  ...argument: never[]
) => infer Result
  ? Awaited<Result>
  : never;

/** What is posted to the thread: it answers each with one `WorkerReply` of the same `id`. */
export type WorkerRequest<Operations> = {
  [Name in keyof Operations]: { id: number; operation: Name; argument: WorkerArgument<Operations, Name> };
}[keyof Operations];

/** `Failure`: an error as it crosses to another thread. */
export type WorkerReply<Failure> = { id: number; value: unknown } | { id: number; failure: Failure };

/** Calls across to a worker thread. Every call settles, also when the thread dies. */
export interface WorkerClient<Operations> {
  /** The thread died by itself: every call that it had not answered was rejected. */
  readonly hasCrashed: boolean;
  /** Rejects with what the thread answered, and as it died or was ended. `transfer`: buffers that are handed over, not copied. */
  call<Name extends keyof Operations>(
    operation: Name,
    argument: WorkerArgument<Operations, Name>,
    transfer?: readonly Transferable[],
  ): Promise<WorkerResult<Operations, Name>>;
  /** Ends the thread; what it had not answered is rejected. */
  end(): Promise<void>;
}

/** What errors look like on this side. */
export interface WorkerClientOptions<Failure, Crash extends Error = Error> {
  /** Of a failure that the thread answered. */
  toError: (failure: Failure) => Error;
  /** Of a thread that ended by itself, as `cause` says. */
  toCrash: (cause: Error) => Crash;
  /** Of calls that were not answered when the thread was ended, and of later ones. */
  toEnd: () => Error;
  /** The thread died while no call waited that could have said so. */
  onCrash: (error: Crash) => void;
}

interface PendingCall {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** A client of `worker`, which keeps the process alive only while a call waits for its answer. */
export function createWorkerClient<Operations, Failure, Crash extends Error = Error>(
  worker: Worker,
  { toError, toCrash, toEnd, onCrash }: WorkerClientOptions<Failure, Crash>,
): WorkerClient<Operations> {
  const pending = new Map<number, PendingCall>();
  let nextId = 0;
  let ended: Error | undefined;
  let hasCrashed = false;

  worker.unref();
  worker.on('message', settle);
  worker.on('messageerror', crash);
  worker.on('error', crash);
  worker.on('exit', (code) => crash(new Error(`It exited with code ${code}.`)));

  function settle(reply: WorkerReply<Failure>): void {
    const call = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) worker.unref();
    if ('value' in reply) call?.resolve(reply.value);
    else call?.reject(toError(reply.failure));
  }

  function crash(cause: Error): void {
    if (ended) return;
    hasCrashed = true;
    const isUnnoticed = pending.size === 0;
    const error = toCrash(cause);
    rejectAll(error);
    if (isUnnoticed) onCrash(error);
  }

  function rejectAll(error: Error): void {
    ended = error;
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) call.reject(error);
  }

  return {
    get hasCrashed() {
      return hasCrashed;
    },
    call<Name extends keyof Operations>(
      operation: Name,
      argument: WorkerArgument<Operations, Name>,
      transfer: readonly Transferable[] = [],
    ): Promise<WorkerResult<Operations, Name>> {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const id = nextId++;
        worker.postMessage({ id, operation, argument }, transfer);
        worker.ref();
        // `Operations` says what each answers; the thread is held to it by its own types.
        pending.set(id, { resolve: (value) => resolve(value as WorkerResult<Operations, Name>), reject });
      });
    },
    async end() {
      if (!ended) rejectAll(toEnd());
      await worker.terminate();
    },
  };
}
