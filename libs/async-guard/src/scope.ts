import { CartwheelError } from './cartwheel-error.ts';
import { Deferred } from './deferred.ts';
import type { ErrorSink } from './error-sink.ts';
import { onAbort } from './on-abort.ts';
import type { Outcome } from './outcome.ts';
import { checkMilliseconds, refusal, Task, type LiveTask, type TaskOptions, type TaskSnapshot } from './task.ts';

/** What `createScope` takes. */
export interface ScopeOptions {
  /** Says in reports where the work belongs: `session`, `redis-broker`. */
  readonly name: string;
  /** The run that the work belongs to. Default: the parent's. */
  readonly runId?: string | undefined;
  /** Default: the parent's, else the process-wide one. */
  readonly sink?: ErrorSink | undefined;
  /** Cancels all that runs in the scope when it aborts; the scope still has to be closed. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that closing waits for functions which ignore their signal. Default: the parent's, else 5,000. */
  readonly closeBudgetMs?: number | undefined;
}

/** What `Scope.close` takes. */
export interface CloseOptions {
  /** Instead of the scope's `closeBudgetMs`. */
  readonly budgetMs?: number | undefined;
}

/** What lives in a scope, for a log line or a person. */
export interface ScopeDump {
  readonly name: string;
  /** `cancelled`: its signal aborted, nothing new starts, and nobody closed it yet. */
  readonly state: 'open' | 'cancelled' | 'closing' | 'closed';
  readonly tasks: readonly TaskSnapshot[];
  readonly scopes: readonly ScopeDump[];
}

/**
 * A home for background work: nothing that starts in it outlives it.
 *
 * ```ts
 * await using scope = createScope({ name: 'session', runId, sink });
 * const relaying = scope.spawn('aim-relay', (signal) => relay.run(signal));
 * ```
 */
export interface Scope extends AsyncDisposable {
  readonly name: string;
  /** Names of the scopes from the outermost to this one. */
  readonly path: readonly string[];
  readonly runId: string | undefined;
  /** Aborts when the scope closes, its own signal aborts or a scope around it does either. */
  readonly signal: AbortSignal;
  /**
   * Starts `fn` at once; the promise never rejects. Once the scope's signal has aborted nothing is started, and the
   * outcome is `cancelled`.
   *
   * @throws `async-guard/bad-timeout` for a `timeoutMs` that no timer can hold.
   */
  spawn<T>(name: string, fn: (signal: AbortSignal) => T | PromiseLike<T>, options?: TaskOptions): Promise<Outcome<T>>;
  /** A scope within this one: closed with it, if not before. */
  child(options: ScopeOptions): Scope;
  /** What is alive in it and in the scopes within. */
  dump(): ScopeDump;
  /**
   * Cancels all that runs, in the scopes within too, and waits until it has ended or the budget is used up; what then
   * still runs is reported as `left-running`. Never rejects. A second call gives the first one's promise.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** Long enough for a last write to a slow disk or service, short enough for someone who waits for Ctrl-C. */
const DEFAULT_CLOSE_BUDGET_MS = 5_000;

/** Makes a scope. Close it with `await using` or `close()`. */
export function createScope(options: ScopeOptions): Scope {
  return new TaskScope(options);
}

class TaskScope implements Scope {
  readonly name: string;
  readonly path: readonly string[];
  readonly runId: string | undefined;
  readonly #parent: TaskScope | undefined;
  readonly #sink: ErrorSink | undefined;
  readonly #closeBudgetMs: number;
  readonly #controller = new AbortController();
  readonly #tasks = new Set<LiveTask>();
  readonly #scopes = new Set<TaskScope>();
  readonly #stopListening: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #closed = false;
  #onEmpty: (() => void) | undefined;

  constructor(options: ScopeOptions, parent?: TaskScope) {
    checkMilliseconds('closeBudgetMs', options.closeBudgetMs);
    this.name = options.name;
    this.path = [...(parent?.path ?? []), options.name];
    this.runId = options.runId;
    this.#parent = parent;
    this.#sink = options.sink;
    this.#closeBudgetMs = options.closeBudgetMs ?? DEFAULT_CLOSE_BUDGET_MS;
    this.#stopListening = this.#follow(options.signal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  spawn<T>(
    name: string,
    fn: (signal: AbortSignal) => T | PromiseLike<T>,
    options: TaskOptions = {},
  ): Promise<Outcome<T>> {
    checkMilliseconds('timeoutMs', options.timeoutMs);
    if (this.signal.aborted) return Promise.resolve(refusal(name, this.signal.reason));
    const { runId = this.runId, sink = this.#sink } = options;
    const onEnd = (): void => this.#remove(task);
    const task = new Task<T>({ name, scopes: this.path, onEnd }, { ...options, runId, sink });
    this.#tasks.add(task);
    return task.run(fn);
  }

  child(options: ScopeOptions): Scope {
    const { runId = this.runId, sink = this.#sink, closeBudgetMs = this.#closeBudgetMs } = options;
    const scope = new TaskScope({ ...options, runId, sink, closeBudgetMs }, this);
    this.#scopes.add(scope);
    if (this.signal.aborted) scope.#abort(this.signal.reason);
    return scope;
  }

  dump(): ScopeDump {
    const tasks = [...this.#tasks].map((task) => task.snapshot());
    return { name: this.name, state: this.#state(), tasks, scopes: [...this.#scopes].map((scope) => scope.dump()) };
  }

  close({ budgetMs = this.#closeBudgetMs }: CloseOptions = {}): Promise<void> {
    checkMilliseconds('budgetMs', budgetMs);
    if (this.#closing !== undefined) return this.#closing;
    // Set before anything is cancelled: a listener of the signal may call close() again.
    const closed = new Deferred<void>();
    this.#closing = closed.promise;
    void this.#close(budgetMs).then(() => closed.resolve());
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #state(): ScopeDump['state'] {
    if (this.#closed) return 'closed';
    if (this.#closing !== undefined) return 'closing';
    return this.signal.aborted ? 'cancelled' : 'open';
  }

  #follow(signal: AbortSignal | undefined): (() => void) | undefined {
    if (signal === undefined) return undefined;
    if (!signal.aborted) return onAbort(signal, () => this.#abort(signal.reason));
    this.#abort(signal.reason);
    return undefined;
  }

  #abort(reason: unknown): void {
    if (this.signal.aborted) return;
    this.#controller.abort(reason);
    for (const task of this.#tasks) task.cancel(reason);
    for (const scope of this.#scopes) scope.#abort(reason);
  }

  async #close(budgetMs: number): Promise<void> {
    this.#stopListening?.();
    this.#abort(new CartwheelError('async-guard/scope-closed', `the scope "${this.path.join(' > ')}" closed`));
    await Promise.all([this.#emptied(budgetMs), ...[...this.#scopes].map((scope) => scope.close({ budgetMs }))]);
    for (const task of this.#tasks) task.reportLeftRunning(budgetMs);
    this.#closed = true;
    this.#leaveParent();
  }

  #emptied(budgetMs: number): Promise<void> {
    if (this.#tasks.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, budgetMs);
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #remove(task: LiveTask): void {
    this.#tasks.delete(task);
    if (this.#tasks.size > 0) return;
    this.#onEmpty?.();
    this.#leaveParent();
  }

  /** A closed scope stays in its parent's dump as long as something in it still runs. */
  #leaveParent(): void {
    if (this.#parent === undefined || !this.#closed || this.#tasks.size > 0 || this.#scopes.size > 0) return;
    this.#parent.#scopes.delete(this);
    this.#parent.#leaveParent();
  }
}
