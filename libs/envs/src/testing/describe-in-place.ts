import { expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import type { Env } from '../env.ts';
import { isInPlaceEnv, type InPlaceEnv } from '../in-place-env.ts';
import type { Observation } from '../spaces/space.ts';
import { hasEnded } from './trajectory.ts';

/** Only environments that write in place have something to fulfil here. */
export function describeInPlace(createEnv: () => Env): void {
  if (!isInPlaceEnv(createEnv())) return;

  it('does in place what it does otherwise', () => {
    const env = createEnv();
    const inPlace = requireInPlace(createEnv());
    const target = new Float32Array(env.observationSpace.flatSize + 2);
    const written = (): Float32Array => target.slice(2);
    const random = createGenerator(20);

    const [first, firstInfo] = env.reset({ seed: 20 });
    expect(inPlace.resetInto(target, 2, { seed: 20 })).toEqual(firstInfo);
    expect(written()).toEqual(flatten(env, first));
    for (let i = 0; i < 200; i++) {
      const action = env.actionSpace.sample(random);
      const result = env.step(action);
      const [observation, reward, terminated, truncated, info] = result;
      expect(inPlace.stepInto(action, target, 2)).toEqual({ reward, terminated, truncated, info });
      expect(written()).toEqual(flatten(env, observation));
      if (!hasEnded(result)) continue;
      const [next] = env.reset();
      inPlace.resetInto(target, 2);
      expect(written()).toEqual(flatten(env, next));
    }
    expect([...target.subarray(0, 2)]).toEqual([0, 0]);
    expect(inPlace.snapshot()).toEqual(env.snapshot());
  });
}

function flatten({ observationSpace }: Env, observation: Observation): Float32Array {
  const flat = new Float32Array(observationSpace.flatSize);
  observationSpace.flattenInto(observation, flat, 0);
  return flat;
}

function requireInPlace(env: Env): InPlaceEnv {
  if (isInPlaceEnv(env)) return env;
  throw new Error(`createEnv() gave a ${env.id} that writes in place, and one that does not`);
}
