import type { Outcome } from './outcome.ts';
import type { Scope } from './scope.ts';
import { checkMilliseconds, Task, type TaskOptions } from './task.ts';

export interface GuardOptions extends TaskOptions {
  /** Says in reports what this is: `broker.publish`. */
  readonly name: string;
  /** The scope that the calls belong to: it gives them its sink and run, and no call outlives it. */
  readonly scope?: Scope | undefined;
}

/**
 * Makes a function whose promise never rejects: it gives an `Outcome`, and each failure reaches the error sink once.
 *
 * `fn` gets an AbortSignal before its own arguments and should end when it aborts: on a timeout or a cancellation the
 * outcome comes at once, and `fn` is waited for only by its scope.
 *
 * ```ts
 * const publish = guard((signal, state: ExperimentState) => broker.publish(state, { signal }), {
 *   name: 'broker.publish',
 *   timeoutMs: 2_000,
 *   scope,
 * });
 * const outcome = await publish(state);
 * if (!outcome.ok) return outcome.code;
 * ```
 *
 * @throws `async-guard/bad-timeout` at once, for a `timeoutMs` that no timer can hold.
 */
export function guard<Args extends unknown[], T>(
  fn: (signal: AbortSignal, ...args: Args) => T | PromiseLike<T>,
  options: GuardOptions,
): (...args: Args) => Promise<Outcome<T>> {
  const { name, scope } = options;
  checkMilliseconds('timeoutMs', options.timeoutMs);
  return (...args) => {
    const body = (signal: AbortSignal): T | PromiseLike<T> => fn(signal, ...args);
    if (scope !== undefined) return scope.spawn(name, body, options);
    return new Task<T>({ name, scopes: [] }, options).run(body);
  };
}
