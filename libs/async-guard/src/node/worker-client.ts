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
  options: WorkerClientOptions<Failure, Crash>,
): WorkerClient<Operations> {
  return new ThreadClient<Operations, Failure, Crash>(worker, options);
}

class ThreadClient<Operations, Failure, Crash extends Error> implements WorkerClient<Operations> {
  readonly #worker: Worker;
  readonly #options: WorkerClientOptions<Failure, Crash>;
  readonly #pending = new Map<number, PendingCall>();
  #nextId = 0;
  #ended: Error | undefined;
  #hasCrashed = false;

  constructor(worker: Worker, options: WorkerClientOptions<Failure, Crash>) {
    this.#worker = worker;
    this.#options = options;
    worker.unref();
    worker.on('message', (reply: WorkerReply<Failure>) => this.#settle(reply));
    worker.on('messageerror', (cause) => this.#crash(cause));
    worker.on('error', (cause) => this.#crash(cause));
    worker.on('exit', (code) => this.#crash(new Error(`It exited with code ${code}.`)));
  }

  get hasCrashed(): boolean {
    return this.#hasCrashed;
  }

  call<Name extends keyof Operations>(
    operation: Name,
    argument: WorkerArgument<Operations, Name>,
    transfer: readonly Transferable[] = [],
  ): Promise<WorkerResult<Operations, Name>> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      const id = this.#nextId++;
      this.#worker.postMessage({ id, operation, argument }, transfer);
      this.#worker.ref();
      // `Operations` says what each answers; the thread is held to it by its own types.
      this.#pending.set(id, { resolve: (value) => resolve(value as WorkerResult<Operations, Name>), reject });
    });
  }

  async end(): Promise<void> {
    if (!this.#ended) this.#rejectAll(this.#options.toEnd());
    await this.#worker.terminate();
  }

  #settle(reply: WorkerReply<Failure>): void {
    const call = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#worker.unref();
    if ('value' in reply) call?.resolve(reply.value);
    else call?.reject(this.#options.toError(reply.failure));
  }

  #crash(cause: Error): void {
    if (this.#ended) return;
    this.#hasCrashed = true;
    const isUnnoticed = this.#pending.size === 0;
    const error = this.#options.toCrash(cause);
    this.#rejectAll(error);
    if (isUnnoticed) this.#options.onCrash(error);
  }

  #rejectAll(error: Error): void {
    this.#ended = error;
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of calls) call.reject(error);
  }
}
