import type { Preset } from '../preset.ts';

const tuned = {
  learningRate: 1e-3,
  gamma: 0.98,
  bufferSize: 200_000,
  learningStarts: 10_000,
  actionNoise: 'normal',
  actionNoiseStd: 0.1,
  netArch: [400, 300],
};

/** RL-Zoo's tuned hyperparameters of TD3 by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/td3.yml). */
export const td3Presets: Readonly<Record<string, Preset>> = {
  'Pendulum-v1': { totalTimesteps: 20_000, numEnvs: 1, hyperparameters: tuned },
  'LunarLanderContinuous-v3': { totalTimesteps: 300_000, numEnvs: 1, hyperparameters: tuned },
  'MountainCarContinuous-v0': {
    totalTimesteps: 300_000,
    numEnvs: 1,
    hyperparameters: { actionNoise: 'ornstein-uhlenbeck', actionNoiseStd: 0.5, batchSize: 256 },
  },
};
