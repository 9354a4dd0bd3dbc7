import type { Preset } from '../preset.ts';

/** RL-Zoo's tuned hyperparameters of PPO by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/ppo.yml). */
export const ppoPresets: Readonly<Record<string, Preset>> = {
  'CartPole-v1': {
    totalTimesteps: 100_000,
    numEnvs: 8,
    hyperparameters: {
      nSteps: 32,
      batchSize: 256,
      gaeLambda: 0.8,
      gamma: 0.98,
      nEpochs: 20,
      entCoef: 0,
      learningRate: 'lin_0.001',
      clipRange: 'lin_0.2',
    },
  },
};
