import { CartwheelError, describeError } from '@cartwheel/async-guard';
import { createHookRunner, type HookRunner, type HookRunnerOptions } from './hook-runner.ts';
import { isPromise, stopRequest } from './hook-result.ts';
import { isRecord } from './callback-snapshot.ts';
import type { Hook, HookEvents, HookResult, Hooks, TrainingCallback } from './training-callback.ts';
import type { TrainingEndEvent } from './training-event.ts';
import type { TrainingSession } from './training-session.ts';

type HookName = keyof HookEvents;

/**
 * Several callbacks as one, in their order. A hook that none of them has is `undefined`, so `hooks.onStep?.(…)` costs
 * nothing; one whose callbacks are all synchronous stays synchronous. All callbacks see each event, also after one of
 * them asked to stop; the first `{ stop: reason }` is what comes out. `onTrainingEnd` is there if there are callbacks: it
 * also waits for what runs in the background.
 *
 * A hook that throws, or rejects in the mode `await`, ends the round with a `CartwheelError` of code
 * `callbacks/hook-failed`, whose message names callback and hook and whose `cause` is the failure.
 */
export function composeCallbacks(
  callbacks: readonly TrainingCallback[],
  options: HookRunnerOptions = {},
): TrainingCallback {
  const runner = createHookRunner(options);
  const chained = (name: HookName): TrainingCallback => chainOf(callbacks, name, runner);
  return {
    name: callbacks.map(nameOf).join(', '),
    // What its callbacks declare is looked after here.
    mode: 'await',
    ...chained('onTrainingStart'),
    ...chained('onRolloutStart'),
    ...chained('onStep'),
    ...chained('onEpisodeEnd'),
    ...chained('onSafePoint'),
    ...chained('onRolloutEnd'),
    ...chained('onUpdate'),
    ...chained('onEvaluation'),
    ...chained('onCheckpoint'),
    ...chained('onCommand'),
    ...(callbacks.length === 0 ? {} : { onTrainingEnd: drainingEnd(chained('onTrainingEnd').onTrainingEnd, runner) }),
    ...chained('onError'),
    ...memoryOf(callbacks),
  };
}

/** What its callbacks keep, by their names; where two have the same name, by their places too. */
function memoryOf(callbacks: readonly TrainingCallback[]): Pick<TrainingCallback, 'snapshot' | 'restore'> {
  const keepers = callbacks.filter((callback) => 'snapshot' in callback && 'restore' in callback);
  if (keepers.length === 0) return {};
  const names = keepers.map((callback, index) => nameOf(callback, index));
  const keys = names.map((name, index) => (names.indexOf(name) === index ? name : `${name} ${index}`));
  return {
    snapshot: () => Object.fromEntries(keepers.map((keeper, i) => [keys[i], keeper.snapshot?.() ?? null])),
    restore(snapshot) {
      if (!isRecord(snapshot)) return;
      keepers.forEach((keeper, i) => {
        if (Object.hasOwn(snapshot, keys[i])) keeper.restore?.(snapshot[keys[i]]);
      });
    },
  };
}

function drainingEnd(onTrainingEnd: Hook<TrainingEndEvent> | undefined, runner: HookRunner): Hook<TrainingEndEvent> {
  return async (event, session) => {
    try {
      return await onTrainingEnd?.(event, session);
    } finally {
      await runner.drain();
    }
  };
}

function chainOf(callbacks: readonly TrainingCallback[], name: HookName, runner: HookRunner): TrainingCallback {
  const hooks = callbacks.flatMap((callback, index) => hooksOf(callback, name, index, runner));
  return hooks.length === 0 ? {} : { [name]: chain(hooks) };
}

function hooksOf<Name extends HookName>(
  callback: TrainingCallback,
  name: Name,
  index: number,
  runner: HookRunner,
): Hook<HookEvents[Name]>[] {
  const hooks: Hooks = callback;
  const hook = hooks[name];
  if (hook === undefined) return [];
  const owner = `callback "${nameOf(callback, index)}"`;
  const title = `${name} of ${owner}`;
  return [named(title, runner.inMode(callback, { owner, hook: title }, hook.bind(callback)))];
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

function fail(name: string, cause: unknown): never {
  // A composition inside a composition has named the culprit already.
  if (cause instanceof CartwheelError && cause.code === 'callbacks/hook-failed') throw cause;
  throw new CartwheelError('callbacks/hook-failed', `${name} failed: ${describeError(cause).message}`, { cause });
}
