import { createGenerator } from '@cartwheel/random';
import { isEnvSnapshot, type Env } from '../env.ts';
import type { EnvFactory } from '../registry.ts';
import type { Action } from '../spaces/space.ts';
import type { EnvFault } from './env-fault.ts';

/** Plays the same actions twice after the same seed, and once from a snapshot. */
export function inspectReproducibility(createEnv: EnvFactory, seed: number, steps: number): EnvFault[] {
  const [first, second, third] = [createEnv(), createEnv(), createEnv()];
  const random = createGenerator(seed);
  const actions = Array.from({ length: steps }, () => first.actionSpace.sample(random));
  first.reset({ seed });
  second.reset({ seed });
  const half = Math.ceil(steps / 2);
  const before = findDifference(play(first, actions.slice(0, half)), play(second, actions.slice(0, half)));
  if (before !== undefined) return [notDeterministic(before + 1, seed)];
  return inspectSnapshot(second, third, actions.slice(half));
}

function inspectSnapshot(env: Env, fresh: Env, actions: Action[]): EnvFault[] {
  // As it comes back from a checkpoint.
  const snapshot: unknown = JSON.parse(JSON.stringify(env.snapshot()));
  if (!isEnvSnapshot(snapshot)) {
    return [{ code: 'snapshot-incomplete', message: 'snapshot() must give an object that is JSON' }];
  }
  fresh.restore(snapshot);
  const difference = findDifference(play(env, actions), play(fresh, actions));
  if (difference === undefined) return [];
  const message = `an environment that was restored from JSON of snapshot() went another way at step ${difference + 1} after it`;
  return [{ code: 'snapshot-incomplete', message }];
}

/** A text for each step, and for each reset that follows an end. */
function play(env: Env, actions: readonly Action[]): string[] {
  return actions.map((action) => {
    const [observation, reward, terminated, truncated] = env.step(action);
    const next = terminated || truncated ? env.reset()[0] : null;
    return JSON.stringify([observation, reward, terminated, truncated, next]);
  });
}

function findDifference(one: readonly string[], other: readonly string[]): number | undefined {
  const index = one.findIndex((text, i) => text !== other[i]);
  return index === -1 ? undefined : index;
}

function notDeterministic(step: number, seed: number): EnvFault {
  const message = `two environments that were reset with the seed ${seed} went different ways at step ${step} with the same actions: draw from a generator that reset() seeds`;
  return { code: 'not-deterministic', message };
}
