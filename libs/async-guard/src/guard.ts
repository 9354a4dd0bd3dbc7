import { createCallPolicy, type BreakerOptions, type RetryOptions } from './call-policy.ts';
import { CallLine, type CallMode } from './call-line.ts';
import type { Outcome } from './outcome.ts';
import type { Scope } from './scope.ts';
import { checkMilliseconds, Task, type TaskOptions } from './task.ts';

export interface GuardOptions extends TaskOptions {
  /** Says in reports what this is: `broker.publish`. */
  readonly name: string;
  /** The scope that the calls belong to: it gives them its sink and run, and no call outlives it. */
  readonly scope?: Scope | undefined;
  /** Calls again what failed, within the same `timeoutMs`. Only the last failure is reported. Default: no. */
  readonly retry?: RetryOptions | undefined;
  /** Stops calling for a while what keeps failing: the outcome is `dropped`. Default: no. */
  readonly breaker?: BreakerOptions | undefined;
  /** How many calls run at once. Default: 1 where a `mode` is given, else no limit. */
  readonly concurrency?: number | undefined;
  /**
   * What becomes of a call while `concurrency` others run: `queue` waits for its turn, `drop` is not started, `latest`
   * waits and takes the place of the one that waited before. Waiting counts towards `timeoutMs`. Default `queue`.
   */
  readonly mode?: CallMode | undefined;
}

type Guarded<Args extends unknown[], T> = (signal: AbortSignal, ...args: Args) => T | PromiseLike<T>;

/**
 * Makes a function whose promise never rejects: it gives an `Outcome`, and each failure reaches the error sink once.
 *
 * `fn` gets an AbortSignal before its own arguments and should end when it aborts: on a timeout or a cancellation the
 * outcome comes at once, and `fn` is waited for only by its scope. Until it has ended it keeps its slot.
 *
 * ```ts
 * const publish = guard((signal, state: ExperimentState) => broker.publish(state, { signal }), {
 *   name: 'broker.publish',
 *   timeoutMs: 2_000,
 *   retry: { attempts: 3 },
 *   mode: 'latest',
 *   scope,
 * });
 * const outcome = await publish(state);
 * if (!outcome.ok) return outcome.code;
 * ```
 *
 * @throws At once `async-guard/bad-timeout` for a `timeoutMs` that no timer can hold, `async-guard/bad-concurrency` and
 *   `async-guard/bad-policy` for counts that make no sense.
 */
export function guard<Args extends unknown[], T>(
  fn: Guarded<Args, T>,
  options: GuardOptions,
): (...args: Args) => Promise<Outcome<T>> {
  const call = guardWithSignal(fn, options);
  return (...args) => call(options.signal, ...args);
}

/** The same where each call brings its own signal. */
export function guardWithSignal<Args extends unknown[], T>(
  fn: Guarded<Args, T>,
  options: GuardOptions,
): (signal: AbortSignal | undefined, ...args: Args) => Promise<Outcome<T>> {
  const { name, scope } = options;
  checkMilliseconds('timeoutMs', options.timeoutMs);
  const ruled = withLine(withPolicy(fn, options), options);
  return (signal, ...args) => {
    const body = (inner: AbortSignal): T | PromiseLike<T> => ruled(inner, ...args);
    const task = signal === options.signal ? options : { ...options, signal };
    if (scope !== undefined) return scope.spawn(name, body, task);
    return new Task<T>({ name, scopes: [] }, task).run(body);
  };
}

function withPolicy<Args extends unknown[], T>(fn: Guarded<Args, T>, options: GuardOptions): Guarded<Args, T> {
  if (options.retry === undefined && options.breaker === undefined) return fn;
  const policy = createCallPolicy(options);
  return (signal, ...args) => policy.run((inner) => fn(inner, ...args), signal);
}

function withLine<Args extends unknown[], T>(fn: Guarded<Args, T>, options: GuardOptions): Guarded<Args, T> {
  const { name, mode = 'queue', concurrency = 1 } = options;
  if (options.mode === undefined && options.concurrency === undefined) return fn;
  const line = new CallLine({ name, mode, concurrency });
  return (signal, ...args) => line.enter(() => fn(signal, ...args), signal);
}
