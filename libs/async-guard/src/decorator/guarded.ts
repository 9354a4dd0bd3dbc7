import { guardWithSignal, type GuardOptions } from '../guard.ts';
import type { Outcome } from '../outcome.ts';

/** As of `guard`; the name is `Class.method` unless told otherwise. */
export type GuardedOptions = Omit<GuardOptions, 'name' | 'signal'> & { readonly name?: string };

type Method<This, Args extends unknown[], T> = (
  this: This,
  signal: AbortSignal | undefined,
  ...args: Args
) => Promise<T | undefined>;

/**
 * A TC39 method decorator: the method is guarded, each instance with a line and a circuit of its own. Its promise never
 * rejects; it gives `undefined` where the call failed, and the error sink has the failure.
 *
 * The first parameter is the caller's signal, or `undefined`; the method gets one that aborts with it, and on a timeout.
 *
 * ```ts
 * class Relay {
 *   @guarded({ timeoutMs: 2_000, mode: 'latest' })
 *   async push(signal: AbortSignal | undefined, state: ExperimentState): Promise<void> { … }
 * }
 * await relay.push(undefined, state);
 * ```
 */
export function guarded(options: GuardedOptions = {}) {
  return function decorate<This extends object, Args extends unknown[], T>(
    method: Method<This, Args, T>,
    context: ClassMethodDecoratorContext<This, Method<This, Args, T>>,
  ): Method<This, Args, T> {
    const guards = new WeakMap<This, GuardedMethod<Args, T>>();
    return async function call(this: This, signal, ...args) {
      let ownGuard = guards.get(this);
      if (ownGuard === undefined) {
        const name = options.name ?? `${this.constructor.name}.${String(context.name)}`;
        ownGuard = guardWithSignal((inner, ...given: Args) => method.call(this, inner, ...given), {
          ...options,
          name,
        });
        guards.set(this, ownGuard);
      }
      const outcome = await ownGuard(signal, ...args);
      return outcome.ok ? outcome.value : undefined;
    };
  };
}

type GuardedMethod<Args extends unknown[], T> = (
  signal: AbortSignal | undefined,
  ...args: Args
) => Promise<Outcome<T | undefined>>;
