import type { Preset } from '../preset.ts';

const netArch = [256, 256];

const lunarLanderAndAcrobot = {
  learningRate: 6.3e-4,
  batchSize: 128,
  bufferSize: 50_000,
  learningStarts: 0,
  gamma: 0.99,
  targetUpdateInterval: 250,
  trainFreq: 4,
  gradientSteps: -1,
  explorationFraction: 0.12,
  explorationFinalEps: 0.1,
  netArch,
};

/** RL-Zoo's tuned hyperparameters of DQN by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/dqn.yml). */
export const dqnPresets: Readonly<Record<string, Preset>> = {
  'CartPole-v1': {
    totalTimesteps: 50_000,
    numEnvs: 1,
    hyperparameters: {
      learningRate: 2.3e-3,
      batchSize: 64,
      bufferSize: 100_000,
      learningStarts: 1000,
      gamma: 0.99,
      targetUpdateInterval: 10,
      trainFreq: 256,
      gradientSteps: 128,
      explorationFraction: 0.16,
      explorationFinalEps: 0.04,
      netArch,
    },
  },
  'MountainCar-v0': {
    totalTimesteps: 120_000,
    numEnvs: 1,
    hyperparameters: {
      learningRate: 4e-3,
      batchSize: 128,
      bufferSize: 10_000,
      learningStarts: 1000,
      gamma: 0.98,
      targetUpdateInterval: 600,
      trainFreq: 16,
      gradientSteps: 8,
      explorationFraction: 0.2,
      explorationFinalEps: 0.07,
      netArch,
    },
  },
  'Acrobot-v1': { totalTimesteps: 100_000, numEnvs: 1, hyperparameters: lunarLanderAndAcrobot },
  'LunarLander-v3': { totalTimesteps: 100_000, numEnvs: 1, hyperparameters: lunarLanderAndAcrobot },
};
