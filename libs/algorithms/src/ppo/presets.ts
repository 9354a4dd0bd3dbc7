import type { Preset } from '../preset.ts';

/** RL-Zoo's `normalize: true`. */
const normalized = { normalizeObservation: true, normalizeReward: true };

const lunarLander: Preset = {
  totalTimesteps: 1_000_000,
  numEnvs: 16,
  hyperparameters: { nSteps: 1024, batchSize: 64, gaeLambda: 0.98, gamma: 0.999, nEpochs: 4, entCoef: 0.01 },
};

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
  'MountainCar-v0': {
    totalTimesteps: 1_000_000,
    numEnvs: 16,
    hyperparameters: { ...normalized, nSteps: 16, gaeLambda: 0.98, gamma: 0.99, nEpochs: 4, entCoef: 0 },
  },
  'Acrobot-v1': {
    totalTimesteps: 1_000_000,
    numEnvs: 16,
    hyperparameters: { ...normalized, nSteps: 256, gaeLambda: 0.94, gamma: 0.99, nEpochs: 4, entCoef: 0 },
  },
  'Pendulum-v1': {
    totalTimesteps: 100_000,
    numEnvs: 4,
    hyperparameters: {
      nSteps: 1024,
      gaeLambda: 0.95,
      gamma: 0.9,
      nEpochs: 10,
      entCoef: 0,
      learningRate: 1e-3,
      clipRange: 0.2,
      useSde: true,
      sdeSampleFreq: 4,
    },
  },
  'MountainCarContinuous-v0': {
    totalTimesteps: 20_000,
    numEnvs: 1,
    hyperparameters: {
      ...normalized,
      nSteps: 8,
      batchSize: 256,
      gamma: 0.9999,
      learningRate: 7.77e-5,
      entCoef: 0.00429,
      clipRange: 0.1,
      nEpochs: 10,
      gaeLambda: 0.9,
      maxGradNorm: 5,
      vfCoef: 0.19,
      useSde: true,
      logStdInit: -3.29,
      orthoInit: false,
    },
  },
  'LunarLander-v3': lunarLander,
  'LunarLanderContinuous-v3': lunarLander,
  'BipedalWalker-v3': {
    totalTimesteps: 5_000_000,
    numEnvs: 32,
    hyperparameters: {
      ...normalized,
      nSteps: 2048,
      batchSize: 64,
      gaeLambda: 0.95,
      gamma: 0.999,
      nEpochs: 10,
      entCoef: 0,
      learningRate: 3e-4,
      clipRange: 0.18,
    },
  },
};
