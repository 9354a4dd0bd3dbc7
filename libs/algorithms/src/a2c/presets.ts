import type { Preset } from '../preset.ts';

/** RL-Zoo's tuned hyperparameters of A2C by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/a2c.yml). */
export const a2cPresets: Readonly<Record<string, Preset>> = {
  'CartPole-v1': { totalTimesteps: 500_000, numEnvs: 8, hyperparameters: { entCoef: 0 } },
  'LunarLander-v3': {
    totalTimesteps: 200_000,
    numEnvs: 8,
    hyperparameters: { gamma: 0.995, nSteps: 5, learningRate: 'lin_0.00083', entCoef: 1e-5 },
  },
};
