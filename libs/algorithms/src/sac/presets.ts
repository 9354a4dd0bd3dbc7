import type { Preset } from '../preset.ts';

export const mountainCarContinuous = {
  learningRate: 3e-4,
  bufferSize: 50_000,
  batchSize: 512,
  entCoef: 0.1,
  trainFreq: 32,
  gradientSteps: 32,
  gamma: 0.9999,
  tau: 0.01,
  learningStarts: 0,
  useSde: true,
  logStdInit: -3.67,
  netArch: [64, 64],
};

export const lunarLanderContinuous = {
  learningRate: 'lin_0.00073',
  bufferSize: 1_000_000,
  batchSize: 256,
  gamma: 0.99,
  tau: 0.01,
  trainFreq: 1,
  gradientSteps: 1,
  learningStarts: 10_000,
  netArch: [400, 300],
};

export const bipedalWalker = {
  learningRate: 7.3e-4,
  bufferSize: 300_000,
  batchSize: 256,
  gamma: 0.98,
  tau: 0.02,
  trainFreq: 64,
  gradientSteps: 64,
  learningStarts: 10_000,
  useSde: true,
  logStdInit: -3,
  netArch: [400, 300],
};

/** RL-Zoo's tuned hyperparameters of SAC by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/sac.yml). */
export const sacPresets: Readonly<Record<string, Preset>> = {
  'Pendulum-v1': { totalTimesteps: 20_000, numEnvs: 1, hyperparameters: { learningRate: 1e-3 } },
  'MountainCarContinuous-v0': { totalTimesteps: 50_000, numEnvs: 1, hyperparameters: mountainCarContinuous },
  'LunarLanderContinuous-v3': { totalTimesteps: 500_000, numEnvs: 1, hyperparameters: lunarLanderContinuous },
  'BipedalWalker-v3': { totalTimesteps: 500_000, numEnvs: 1, hyperparameters: bipedalWalker },
};
