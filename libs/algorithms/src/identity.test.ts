import { evaluatePolicy } from '@cartwheel/callbacks';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '@cartwheel/envs';
import { describe, expect, it } from '@jest/globals';
import { IdentityEnv, MaskedIdentityEnv } from '../tests/identity-env.ts';
import { createAlgorithm } from './registry.ts';

const SETTINGS = { gamma: 0.4, learningRate: 2e-3 };
const SMALL = { ...SETTINGS, netArch: [64, 64], batchSize: 64 };
const PPO = { nSteps: 256, nEpochs: 4 };

type Case = [algorithm: string, space: Space, totalTimesteps: number, hyperparameters: Record<string, unknown>];

const discrete = new Discrete(4);
const shifted = new Discrete(3, { start: -1 });
const multiDiscrete = new MultiDiscrete([3, 2]);
const multiBinary = new MultiBinary(3);
const box = new Box({ low: -1, high: 1, shape: [1] });

/** Stable-Baselines3's budgets where it has the case. */
const CASES: Case[] = [
  ['ppo', discrete, 1_200, { ...SETTINGS, ...PPO }],
  ['ppo', shifted, 1_200, { ...SETTINGS, ...PPO }],
  ['ppo', multiDiscrete, 1_200, { ...SETTINGS, ...PPO }],
  ['ppo', multiBinary, 1_200, { ...SETTINGS, ...PPO }],
  ['ppo', box, 1_000, { ...SETTINGS, ...PPO }],
  ['a2c', discrete, 1_200, SETTINGS],
  ['a2c', shifted, 1_200, SETTINGS],
  ['a2c', multiDiscrete, 1_200, SETTINGS],
  ['a2c', multiBinary, 1_200, SETTINGS],
  ['a2c', box, 2_000, { gamma: 0.95, logStdInit: -0.5 }],
  ['ppo', box, 1_500, { ...SETTINGS, nSteps: 128, useSde: true, sdeSampleFreq: 4, logStdInit: -2 }],
  ['a2c', box, 2_000, { gamma: 0.95, useSde: true, sdeSampleFreq: 1, logStdInit: -2 }],
  ['dqn', discrete, 1_200, SETTINGS],
  ['dqn', shifted, 1_200, SETTINGS],
  ['dqn', discrete, 1_200, { ...SETTINGS, doubleQ: true, dueling: true, nSteps: 2, prioritizedReplay: true }],
  ['qrdqn', discrete, 1_200, { ...SETTINGS, nQuantiles: 8 }],
  ['sac', box, 400, SMALL],
  ['sac', box, 400, { ...SMALL, useSde: true, logStdInit: -2 }],
  ['tqc', box, 400, { ...SMALL, nQuantiles: 5 }],
  ['td3', box, 400, { ...SMALL, actionNoise: 'normal' }],
  ['ddpg', box, 400, { ...SMALL, actionNoise: 'ornstein-uhlenbeck', actionNoiseStd: 1 }],
];

/** ARS sees returns of whole episodes only: as many steps as it takes for some hundred of them. */
CASES.push(
  ['ars', discrete, 30_000, { nDelta: 4, deltaStd: 0.2, learningRate: 0.1 }],
  ['ars', multiDiscrete, 60_000, { nDelta: 4, deltaStd: 0.2, learningRate: 0.1 }],
  ['ars', box, 20_000, { nDelta: 4, deltaStd: 0.2, learningRate: 0.1 }],
);

describe.each(CASES)(
  '%s in the identity environment of %s, %d steps, %j',
  (algorithm, space, totalTimesteps, hyperparameters) => {
    it('learns it', async () => {
      const model = await createAlgorithm(algorithm, () => new IdentityEnv(space), { seed: 0, hyperparameters });

      await model.learn({ totalTimesteps });

      const { meanReturn } = await evaluatePolicy(model, new IdentityEnv(space), { episodes: 20, seed: 100 });
      expect(meanReturn).toBeGreaterThanOrEqual(90);
    });
  },
);

describe.each([
  ['ppo', { ...SETTINGS, ...PPO }],
  ['a2c', SETTINGS],
])('%s with action masks', (algorithm, hyperparameters) => {
  const space = new Discrete(30);
  const masked = (): MaskedIdentityEnv => new MaskedIdentityEnv(space);

  it('never takes an action that is masked, and learns among the others', async () => {
    const model = await createAlgorithm(algorithm, masked, { seed: 0, hyperparameters });

    await model.learn({ totalTimesteps: 2_400 });

    const { meanReturn } = await evaluatePolicy(model, masked(), { episodes: 20, seed: 100, deterministic: false });
    expect(meanReturn).toBeGreaterThanOrEqual(60);
  });
});
