import { describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import { DroneEnv } from '../../tests/drone-env.ts';
import { CartPoleEnv } from '../classic-control/cart-pole.ts';
import type { Env } from '../env.ts';
import type { StepOutcome } from '../in-place-env.ts';
import { makeEnv } from '../registry.ts';
import { Dict } from '../spaces/dict.ts';
import { Discrete } from '../spaces/discrete.ts';
import { MultiBinary } from '../spaces/multi-binary.ts';
import { MultiDiscrete } from '../spaces/multi-discrete.ts';
import type { Action, Space } from '../spaces/space.ts';
import { TimeLimit } from '../wrappers/time-limit.ts';
import { Wrapper } from '../wrappers/wrapper.ts';
import { createVectorEnv } from './create-vector-env.ts';
import type { ActionBatch, VectorEnv } from './vector-env.ts';

function flatten({ observationSpace }: Env, observation: Parameters<Space['flattenInto']>[0]): number[] {
  const flat = new Float32Array(observationSpace.flatSize);
  observationSpace.flattenInto(observation, flat, 0);
  return [...flat];
}

const row = (values: Float32Array, i: number, size: number): number[] => [...values.subarray(i * size, (i + 1) * size)];

/** One environment of each place, driven by hand. */
function describeAgainstSingles(name: string, createEnv: () => Env, toBatch: (actions: Action[]) => ActionBatch): void {
  it(`${name}: each place is an environment of its own, that is reset in the step that ends it`, () => {
    const numEnvs = 3;
    const vector = createVectorEnv(createEnv, { numEnvs });
    const singles = Array.from({ length: numEnvs }, createEnv);
    const size = vector.observationSpace.flatSize;
    const random = createGenerator(1);
    let endings = 0;

    const first = vector.reset({ seed: 40 });
    singles.forEach((env, i) => expect(row(first, i, size)).toEqual(flatten(env, env.reset({ seed: 40 + i })[0])));
    for (let t = 0; t < 150; t++) {
      const actions = singles.map((env) => env.actionSpace.sample(random));
      const step = vector.step(toBatch(actions));
      for (const [i, env] of singles.entries()) {
        const [observation, reward, terminated, truncated, info] = env.step(actions[i]);
        expect([step.rewards[i], step.terminated[i], step.truncated[i]]).toEqual([reward, +terminated, +truncated]);
        const hasEnded = terminated || truncated;
        const last = hasEnded ? step.finalObservations : step.observations;
        expect(row(last, i, size)).toEqual(flatten(env, observation));
        expect((hasEnded ? step.finalInfos : step.infos)[i]).toEqual(info);
        if (!hasEnded) continue;
        endings += 1;
        const [next, nextInfo] = env.reset();
        expect([row(step.observations, i, size), step.infos[i]]).toEqual([flatten(env, next), nextInfo]);
      }
    }
    expect(endings).toBeGreaterThan(numEnvs);
  });
}

describeAgainstSingles(
  'CartPole',
  () => makeEnv('CartPole-v1'),
  (actions) => Int32Array.from(actions, Number),
);
describeAgainstSingles(
  'a CartPole that is cut',
  () => new TimeLimit(new CartPoleEnv(), 6),
  (actions) => Int32Array.from(actions, Number),
);
describeAgainstSingles(
  'arrays as actions, objects as observations',
  () => new TimeLimit(new DroneEnv(), 30),
  (actions) => Float32Array.from(actions.flatMap((action) => (action instanceof Float32Array ? [...action] : []))),
);

const push = (vector: VectorEnv, action: number): ActionBatch => new Int32Array(vector.numEnvs).fill(action);

describe('a vector', () => {
  it('is that of its environments', () => {
    expect(createVectorEnv('CartPole-v1', { numEnvs: 2 })).toMatchObject({
      id: 'CartPole-v1',
      numEnvs: 2,
      maxEpisodeSteps: 500,
      rewardThreshold: 475,
      actionSpace: { kind: 'discrete', n: 2 },
      observationSpace: { kind: 'box', shape: [4] },
    });
  });

  it('gives the same arrays at each step', () => {
    const vector = createVectorEnv('CartPole-v1', { numEnvs: 2 });
    const first = vector.reset({ seed: 0 });
    const step = vector.step(push(vector, 0));
    expect(step.observations).toBe(first);
    expect(vector.step(push(vector, 1))).toBe(step);
  });

  it('goes on with its generators after a reset without a seed', () => {
    const vector = createVectorEnv('CartPole-v1', { numEnvs: 1 });
    const single = makeEnv('CartPole-v1');
    vector.reset({ seed: 3 });
    single.reset({ seed: 3 });
    expect(vector.reset()).toEqual(single.reset()[0]);
  });

  it('goes on exactly from a snapshot', () => {
    const vector = createVectorEnv('CartPole-v1', { numEnvs: 3 });
    vector.reset({ seed: 5 });
    for (let t = 0; t < 25; t++) vector.step(push(vector, t % 2));
    const snapshot = JSON.parse(JSON.stringify(vector.snapshot()));
    const other = createVectorEnv('CartPole-v1', { numEnvs: 3 });
    other.restore(snapshot);
    for (let t = 0; t < 60; t++) expect(other.step(push(other, 1))).toEqual(vector.step(push(vector, 1)));
    expect(other.snapshot()).toEqual(vector.snapshot());
  });

  it('refuses the snapshot of a vector of another size', () => {
    const { code, message } = caught(() => {
      createVectorEnv('CartPole-v1', { numEnvs: 3 }).restore(createVectorEnv('CartPole-v1', { numEnvs: 2 }).snapshot());
    });
    expect([code, message]).toEqual(['envs/invalid-snapshot', expect.stringContaining('a list of 3 snapshots')]);
  });

  it('closes each of its environments once', () => {
    const drones = [new DroneEnv(), new DroneEnv()];
    const left = [...drones];
    createVectorEnv(() => left.pop()!, { numEnvs: 2 }).close();
    expect(drones.map(({ closed }) => closed)).toEqual([1, 1]);
  });

  it('gives MultiDiscrete and MultiBinary actions in the arrays of their spaces', () => {
    const seen: Action[] = [];
    class SeeingEnv extends Wrapper {
      readonly #actionSpace: Space;

      constructor(actionSpace: Space) {
        super(new DroneEnv());
        this.#actionSpace = actionSpace;
      }

      override get actionSpace(): Space {
        return this.#actionSpace;
      }

      override stepInto(action: Action): StepOutcome {
        seen.push(structuredClone(action));
        return { reward: 0, terminated: false, truncated: false, info: {} };
      }
    }
    const vectorOf = (space: Space): VectorEnv => createVectorEnv(() => new SeeingEnv(space), { numEnvs: 2 });
    vectorOf(new MultiDiscrete([3, 9])).step(Int32Array.of(0, 8, 2, 7));
    vectorOf(new MultiBinary(2)).step(Int32Array.of(0, 1, 1, 1));
    expect(seen).toEqual([Int32Array.of(0, 8), Int32Array.of(2, 7), Uint8Array.of(0, 1), Uint8Array.of(1, 1)]);
  });
});

describe('a vector refuses', () => {
  it.each([0, -1, 1.5, Number.NaN])('to be of %d environments', (numEnvs) => {
    expect(caught(() => createVectorEnv('CartPole-v1', { numEnvs })).code).toBe('envs/invalid-vector');
  });

  it('an id that nobody knows', () => {
    expect(caught(() => createVectorEnv('CartPol-v1', { numEnvs: 1 })).code).toBe('envs/unknown-env');
  });

  it('a factory that gives the same environment again', () => {
    const env = new CartPoleEnv();
    const error = caught(() => createVectorEnv(() => env, { numEnvs: 2 }));
    expect([error.code, error.message]).toEqual(['envs/invalid-vector', expect.stringContaining('one of them twice')]);
  });

  it('environments of different spaces', () => {
    const envs: Env[] = [new CartPoleEnv(), new DroneEnv()];
    expect(caught(() => createVectorEnv(() => envs.pop()!, { numEnvs: 2 })).code).toBe('envs/invalid-vector');
  });

  it('action spaces that have no batch of numbers', () => {
    const actionSpace = new Dict({ a: new Discrete(2) });
    const create = (): Env => Object.assign(new DroneEnv(), { actionSpace });
    expect(caught(() => createVectorEnv(create, { numEnvs: 1 })).code).toBe('envs/unsupported-space');
  });

  it('a batch of another length, and an action that is none', () => {
    const vector = createVectorEnv('CartPole-v1', { numEnvs: 2 });
    vector.reset({ seed: 0 });
    const error = caught(() => vector.step(new Int32Array(3)));
    expect([error.code, error.message]).toEqual([
      'envs/invalid-action',
      'A vector of 2 CartPole-v1 expects 2 numbers as actions of Discrete(2), but got 3.',
    ]);
    expect(caught(() => vector.step(Int32Array.of(0, 2))).code).toBe('envs/invalid-action');
  });

  it('a step before the first reset', () => {
    const vector = createVectorEnv('CartPole-v1', { numEnvs: 2 });
    expect(caught(() => vector.step(new Int32Array(2))).code).toBe('envs/reset-needed');
  });
});

function caught(action: () => unknown): { code: unknown; message: string } {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('nothing was thrown');
}
