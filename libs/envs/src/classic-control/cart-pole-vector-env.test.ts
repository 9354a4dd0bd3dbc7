import { expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import { makeEnv } from '../registry.ts';
import { createVectorEnv } from '../vector/create-vector-env.ts';
import type { ActionBatch, VectorEnv } from '../vector/vector-env.ts';
import { CartPoleVectorEnv } from './cart-pole-vector-env.ts';

const NUM_ENVS = 6;
const createSingles = (): VectorEnv => createVectorEnv(() => makeEnv('CartPole-v1'), { numEnvs: NUM_ENVS });

/** The first half balances, to reach the time limit; the others act at random. */
function act(observations: Float32Array, random: ReturnType<typeof createGenerator>): ActionBatch {
  return Int32Array.from({ length: NUM_ENVS }, (_, i) => {
    const [x, xDot, theta, thetaDot] = observations.subarray(i * 4, i * 4 + 4);
    return i < NUM_ENVS / 2 ? Number(0.05 * x + 0.2 * xDot + theta + 0.5 * thetaDot > 0) : random.integers(2);
  });
}

it('is what a vector made by its id is', () => {
  expect(createVectorEnv('CartPole-v1', { numEnvs: 2 })).toBeInstanceOf(CartPoleVectorEnv);
  expect(createVectorEnv('CartPole-v1', { numEnvs: 2, autoreset: 'next-step' })).not.toBeInstanceOf(CartPoleVectorEnv);
});

it('does what single environments do, to the bit, over both kinds of endings', () => {
  const batched = new CartPoleVectorEnv(NUM_ENVS);
  const singles = createSingles();
  const random = createGenerator(1);
  let observations = batched.reset({ seed: 9 });
  expect(observations).toEqual(singles.reset({ seed: 9 }));
  const endings = { terminated: 0, truncated: 0 };
  for (let t = 0; t < 1100; t++) {
    const actions = act(observations, random);
    const step = batched.step(actions);
    expect(step).toEqual(singles.step(actions));
    endings.terminated += step.terminated.reduce((sum, value) => sum + value, 0);
    endings.truncated += step.truncated.reduce((sum, value) => sum + value, 0);
    observations = step.observations;
  }
  expect(Math.min(endings.terminated, endings.truncated)).toBeGreaterThan(NUM_ENVS / 2 - 1);
  expect(batched.snapshot()).toEqual(singles.snapshot());
});

it('takes over from single environments, and the other way round', () => {
  const batched = new CartPoleVectorEnv(NUM_ENVS);
  const singles = createSingles();
  const push = new Int32Array(NUM_ENVS).fill(1);
  singles.reset({ seed: 2 });
  for (let t = 0; t < 5; t++) singles.step(push);
  batched.restore(JSON.parse(JSON.stringify(singles.snapshot())));
  for (let t = 0; t < 15; t++) {
    const { observations, terminated } = singles.step(push);
    expect(batched.step(push)).toMatchObject({ observations, terminated });
  }
  singles.restore(JSON.parse(JSON.stringify(batched.snapshot())));
  expect(singles.step(push).observations).toEqual(batched.step(push).observations);
});

it('resets what the mask says, between the bounds that it is given', () => {
  const batched = new CartPoleVectorEnv(2);
  const before = batched.reset({ seed: 1 }).slice(0, 4);
  const after = batched.reset({ mask: [0, 1], options: { low: 0.5, high: 0.5 } });
  expect([...after]).toEqual([...before, 0.5, 0.5, 0.5, 0.5]);
});

it('moves nothing where an action is refused', () => {
  const batched = new CartPoleVectorEnv(2);
  batched.reset({ seed: 1 });
  const before = batched.snapshot();
  expect(() => batched.step(Int32Array.of(1, 2))).toThrow(expect.objectContaining({ code: 'envs/invalid-action' }));
  expect(batched.snapshot()).toEqual(before);
  expect(() => batched.restore({ envs: [{}, {}] })).toThrow(expect.objectContaining({ code: 'envs/invalid-snapshot' }));
});
