import type { Preset } from '../preset.ts';

/** RL-Zoo's `normalize: true`. */
const normalized = { normalizeObservation: true, normalizeReward: true };

/** Continuous control with state-dependent noise. */
const withSde = {
  ...normalized,
  entCoef: 0,
  maxGradNorm: 0.5,
  nSteps: 8,
  gaeLambda: 0.9,
  vfCoef: 0.4,
  useRmsProp: true,
  normalizeAdvantage: false,
  useSde: true,
  logStdInit: -2,
  orthoInit: false,
};

/** RL-Zoo's tuned hyperparameters of A2C by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/a2c.yml). */
export const a2cPresets: Readonly<Record<string, Preset>> = {
  'CartPole-v1': { totalTimesteps: 500_000, numEnvs: 8, hyperparameters: { entCoef: 0 } },
  'MountainCar-v0': { totalTimesteps: 1_000_000, numEnvs: 16, hyperparameters: { ...normalized, entCoef: 0 } },
  'Acrobot-v1': { totalTimesteps: 500_000, numEnvs: 16, hyperparameters: { ...normalized, entCoef: 0 } },
  'Pendulum-v1': {
    totalTimesteps: 1_000_000,
    numEnvs: 8,
    hyperparameters: { ...withSde, gamma: 0.9, learningRate: 'lin_7e-4' },
  },
  'MountainCarContinuous-v0': {
    totalTimesteps: 100_000,
    numEnvs: 4,
    hyperparameters: {
      ...normalized,
      nSteps: 100,
      entCoef: 0,
      useSde: true,
      sdeSampleFreq: 16,
      logStdInit: 0,
      orthoInit: false,
    },
  },
  'LunarLander-v3': {
    totalTimesteps: 200_000,
    numEnvs: 8,
    hyperparameters: { gamma: 0.995, nSteps: 5, learningRate: 'lin_0.00083', entCoef: 1e-5 },
  },
  'LunarLanderContinuous-v3': {
    totalTimesteps: 5_000_000,
    numEnvs: 4,
    hyperparameters: { ...withSde, gamma: 0.99, learningRate: 'lin_7e-4' },
  },
  'BipedalWalker-v3': {
    totalTimesteps: 5_000_000,
    numEnvs: 16,
    hyperparameters: { ...withSde, gamma: 0.99, learningRate: 'lin_0.00096' },
  },
};
