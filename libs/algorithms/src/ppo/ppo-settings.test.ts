import { Discrete, createVectorEnv } from '@cartwheel/envs';
import { describe, expect, it, jest } from '@jest/globals';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { PPO } from './ppo.ts';

const identity = (): IdentityEnv => new IdentityEnv(new Discrete(4));

describe('the settings of PPO', () => {
  it('are RL-Zoo’s with the tuned preset, and what is given wins', async () => {
    const model = await PPO.create('CartPole-v1', { preset: 'tuned', gamma: 0.5 });

    expect(model.hyperparameters).toMatchObject({
      numEnvs: 8,
      nSteps: 32,
      batchSize: 256,
      nEpochs: 20,
      gamma: 0.5,
      gaeLambda: 0.8,
      entCoef: 0,
      learningRate: { kind: 'linear', from: 1e-3, to: 0 },
      clipRange: { kind: 'linear', from: 0.2, to: 0 },
    });
  });

  it('are the defaults where the preset knows nothing', async () => {
    const model = await PPO.create(identity, { preset: 'tuned' });

    expect(model.hyperparameters).toMatchObject({ numEnvs: 1, nSteps: 2048, batchSize: 64 });
  });

  it('take the number of environments from a vector', async () => {
    const vector = createVectorEnv(identity, { numEnvs: 3 });

    expect((await PPO.create(vector)).numEnvs).toBe(3);
    await expect(PPO.create(vector, { numEnvs: 2 })).rejects.toMatchObject({
      code: 'algorithms/invalid-hyperparameter',
      message: expect.stringContaining('numEnvs'),
    });
  });

  it('leave a vector that was given open, and close one that was made', async () => {
    const vector = createVectorEnv(identity, { numEnvs: 1 });
    const closeVector = jest.spyOn(vector, 'close');
    (await PPO.create(vector)).dispose();
    expect(closeVector).not.toHaveBeenCalled();

    const close = jest.fn<() => void>();
    const model = await PPO.create(() => Object.assign(identity(), { close }), { numEnvs: 3 });
    model.dispose();
    expect(close).toHaveBeenCalledTimes(3);
    await expect(model.learn({ totalTimesteps: 1 })).rejects.toMatchObject({ code: 'algorithms/disposed' });
  });

  it('are refused where nothing could be learned', async () => {
    await expect(PPO.create(identity, { batchSize: 1 })).rejects.toMatchObject({
      code: 'algorithms/invalid-hyperparameter',
      message: expect.stringContaining('batchSize is 1'),
    });
    await expect(PPO.create('CartPole-v1', { gamma: 2 })).rejects.toMatchObject({
      code: 'algorithms/invalid-hyperparameter',
    });
  });

  it('refuse gSDE where actions are no Box', async () => {
    await expect(PPO.create(identity, { useSde: true })).rejects.toMatchObject({
      code: 'algorithms/invalid-hyperparameter',
      message: expect.stringContaining('useSde of ppo must be false where actions are no Box; it is true'),
    });
  });
});
