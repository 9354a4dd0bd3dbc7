import { Discrete, createVectorEnv, makeEnv, type Action, type StepResult } from '@cartwheel/envs';
import { describe, expect, it, jest } from '@jest/globals';
import { IdentityEnv } from '../tests/identity-env.ts';
import { PPO } from './ppo/ppo.ts';

const identity = (): IdentityEnv => new IdentityEnv(new Discrete(4));

describe('what is not finite', () => {
  class BrokenEnv extends IdentityEnv {
    override step(action: Action): StepResult {
      const [observation, , terminated, truncated, info] = super.step(action);
      return [observation, Number.NaN, terminated, truncated, info];
    }
  }

  it('is refused as a reward, with the step', async () => {
    const onError = jest.fn<() => void>();
    const model = await PPO.create(() => new BrokenEnv(new Discrete(2)), { nSteps: 16, batchSize: 32, numEnvs: 4 });

    await expect(model.learn({ totalTimesteps: 64, callbacks: [{ onError }] })).rejects.toMatchObject({
      code: 'algorithms/not-finite',
      message: expect.stringMatching(/the reward of environment 0 of Identity-v0 .* at timestep 4 it is NaN/),
    });
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it('is refused as an observation, with its place', async () => {
    const vector = createVectorEnv(() => makeEnv('CartPole-v1'), { numEnvs: 2 });
    const step = vector.step.bind(vector);
    vector.step = (actions) => {
      const result = step(actions);
      result.observations[6] = Number.NEGATIVE_INFINITY;
      return result;
    };
    const model = await PPO.create(vector, { nSteps: 8, batchSize: 16 });

    await expect(model.learn({ totalTimesteps: 64 })).rejects.toMatchObject({
      code: 'algorithms/not-finite',
      message: expect.stringMatching(
        /observation\[2\] of environment 1 of CartPole-v1 .* at timestep 2 it is -Infinity/,
      ),
    });
  });

  it('is refused as the last observation of an episode', async () => {
    const vector = createVectorEnv(identity, { numEnvs: 2 });
    const step = vector.step.bind(vector);
    vector.step = (actions) => {
      const result = step(actions);
      result.finalObservations[5] = Number.NaN;
      return result;
    };
    const model = await PPO.create(vector, { nSteps: 150, batchSize: 300 });

    await expect(model.learn({ totalTimesteps: 300 })).rejects.toMatchObject({
      code: 'algorithms/not-finite',
      message: expect.stringMatching(/observation\[1\] of environment 1 of Identity-v0 .* at timestep 200 it is NaN/),
    });
  });

  it('is refused as a loss, with what to change', async () => {
    const vector = createVectorEnv(identity, { numEnvs: 2 });
    const step = vector.step.bind(vector);
    vector.step = (actions) => {
      const result = step(actions);
      result.rewards.fill(1e39);
      return result;
    };
    const model = await PPO.create(vector, { nSteps: 8, batchSize: 16, normalizeAdvantage: false });

    await expect(model.learn({ totalTimesteps: 64 })).rejects.toMatchObject({
      code: 'algorithms/not-finite',
      message: expect.stringContaining('lower learningRate (now 0.0003)'),
    });
  });
});
