import { describe, expect, it } from '@jest/globals';
import { PPO } from '../ppo/ppo.ts';

describe('predict', () => {
  it.each([
    ['another length', Float32Array.of(1, 2, 3), 'a Float32Array of length 3'],
    ['another kind', 3, 'it is 3'],
  ])('refuses an observation of %s', async (_name, observation, message) => {
    const model = await PPO.create('CartPole-v1');

    expect(() => model.predict(observation)).toThrow(
      expect.objectContaining({ code: 'algorithms/wrong-observation', message: expect.stringContaining(message) }),
    );
  });

  it('refuses NaN', async () => {
    const model = await PPO.create('CartPole-v1');

    expect(() => model.predict(Float32Array.of(0, Number.NaN, 0, 0))).toThrow(
      expect.objectContaining({ code: 'algorithms/not-finite', message: expect.stringContaining('observation[1]') }),
    );
  });

  it('draws without `deterministic`, and does not with it', async () => {
    const model = await PPO.create('CartPole-v1');
    const observation = Float32Array.of(0.01, 0, 0.02, 0);
    const actions = (deterministic: boolean): Set<unknown> =>
      new Set(Array.from({ length: 50 }, () => model.predict(observation, { deterministic })));

    expect(actions(true).size).toBe(1);
    expect(actions(false).size).toBe(2);
  });
});
