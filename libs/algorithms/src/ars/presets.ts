import type { Preset } from '../preset.ts';

/** SB3-contrib's `MlpPolicy` with a small hidden layer, on normalised observations. */
const mlp = {
  normalizeObservation: true,
  learningRate: 0.018,
  nDelta: 4,
  nTop: 1,
  deltaStd: 0.1,
  netArch: [16],
  withBias: true,
  squashOutput: true,
  zeroPolicy: false,
  commonStarts: true,
};

/** RL-Zoo's tuned hyperparameters of ARS by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/ars.yml). */
export const arsPresets: Readonly<Record<string, Preset>> = {
  'CartPole-v1': { totalTimesteps: 50_000, numEnvs: 1, hyperparameters: { nDelta: 2 } },
  'MountainCar-v0': { totalTimesteps: 500_000, numEnvs: 1, hyperparameters: { ...mlp, nDelta: 8 } },
  'Acrobot-v1': { totalTimesteps: 500_000, numEnvs: 1, hyperparameters: mlp },
  'Pendulum-v1': { totalTimesteps: 2_000_000, numEnvs: 1, hyperparameters: mlp },
  'MountainCarContinuous-v0': { totalTimesteps: 500_000, numEnvs: 1, hyperparameters: { ...mlp, deltaStd: 0.2 } },
  'LunarLander-v3': { totalTimesteps: 2_000_000, numEnvs: 1, hyperparameters: { ...mlp, nDelta: 6 } },
  'LunarLanderContinuous-v3': { totalTimesteps: 2_000_000, numEnvs: 1, hyperparameters: mlp },
};
