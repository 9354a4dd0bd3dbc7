import { CartwheelError, describeError } from '@cartwheel/async-guard';
import type { Hook, HookEvents, HookResult, Hooks, TrainingCallback } from './training-callback.ts';
import type { TrainingSession } from './training-session.ts';

type HookName = keyof HookEvents;

/**
 * Several callbacks as one, in their order. A hook that none of them has is `undefined`, so `hooks.onStep?.(…)` costs
 * nothing; one whose callbacks are all synchronous stays synchronous. All callbacks see each event, also after one of
 * them asked to stop; the first `{ stop: reason }` is what comes out.
 *
 * A hook that throws or rejects ends the round with a `CartwheelError` of code `callbacks/hook-failed`, whose message
 * names callback and hook and whose `cause` is the failure.
 */
export function composeCallbacks(callbacks: readonly TrainingCallback[]): TrainingCallback {
  return {
    name: callbacks.map(nameOf).join(', '),
    ...chained(callbacks, 'onTrainingStart'),
    ...chained(callbacks, 'onRolloutStart'),
    ...chained(callbacks, 'onStep'),
    ...chained(callbacks, 'onEpisodeEnd'),
    ...chained(callbacks, 'onRolloutEnd'),
    ...chained(callbacks, 'onUpdate'),
    ...chained(callbacks, 'onEvaluation'),
    ...chained(callbacks, 'onCheckpoint'),
    ...chained(callbacks, 'onTrainingEnd'),
    ...chained(callbacks, 'onError'),
  };
}

function chained(callbacks: readonly TrainingCallback[], name: HookName): TrainingCallback {
  const hooks = callbacks.flatMap((callback, index) => hooksOf(callback, name, index));
  return hooks.length === 0 ? {} : { [name]: chain(hooks) };
}

function hooksOf<Name extends HookName>(callback: Hooks, name: Name, index: number): Hook<HookEvents[Name]>[] {
  const hook = callback[name];
  return hook === undefined ? [] : [named(`${name} of callback "${nameOf(callback, index)}"`, hook.bind(callback))];
}

function nameOf(callback: TrainingCallback, index: number): string {
  if (callback.name !== undefined) return callback.name;
  const className = callback.constructor.name;
  return className === 'Object' ? `callback ${index + 1}` : className;
}

/** Calls the hooks one after another, synchronously up to the first that gives a promise. */
function chain<Event>(hooks: readonly Hook<Event>[]): Hook<Event> {
  return (event, session) => {
    let stop: HookResult = undefined;
    for (let i = 0; i < hooks.length; i++) {
      const result = hooks[i](event, session);
      if (isPromise(result)) return goOn(stop, result, chain(hooks.slice(i + 1)), event, session);
      stop ??= result;
    }
    return stop;
  };
}

/** Apart from `chain` and without a closure in it, which would cost an allocation at every step. */
async function goOn<Event>(
  earlier: HookResult,
  pending: Promise<HookResult>,
  rest: Hook<Event>,
  event: Event,
  session: TrainingSession,
): Promise<HookResult> {
  const own = await pending;
  const later = await rest(event, session);
  return earlier ?? own ?? later;
}

function named<Event>(name: string, hook: Hook<Event>): Hook<Event> {
  return (event, session) => {
    try {
      const result = hook(event, session);
      if (isPromise(result)) return result.then(stopRequest).catch((cause: unknown) => fail(name, cause));
      return stopRequest(result);
    } catch (cause) {
      return fail(name, cause);
    }
  };
}

function isPromise(result: HookResult | Promise<HookResult>): result is Promise<HookResult> {
  return typeof result === 'object' && result !== null && 'then' in result;
}

/** An arrow function may give back what it called, `() => onEvent(…)`: that stops nothing. */
function stopRequest(result: HookResult): HookResult {
  const isRequest = typeof result === 'object' && result !== null && 'stop' in result;
  return isRequest ? result : undefined;
}

function fail(name: string, cause: unknown): never {
  // A composition inside a composition has named the culprit already.
  if (cause instanceof CartwheelError && cause.code === 'callbacks/hook-failed') throw cause;
  throw new CartwheelError('callbacks/hook-failed', `${name} failed: ${describeError(cause).message}`, { cause });
}
