import { dqnPresets } from '../dqn/presets.ts';
import type { Preset } from '../preset.ts';

/**
 * RL-Zoo's tuned hyperparameters of QR-DQN by environment id: for classic control DQN's and a number of
 * quantiles (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/qrdqn.yml).
 */
export const qrdqnPresets: Readonly<Record<string, Preset>> = {
  'CartPole-v1': withQuantiles('CartPole-v1', 10),
  'MountainCar-v0': withQuantiles('MountainCar-v0', 25),
  'Acrobot-v1': withQuantiles('Acrobot-v1', 25),
  'LunarLander-v3': {
    totalTimesteps: 100_000,
    numEnvs: 1,
    hyperparameters: {
      learningRate: 'lin_1.5e-3',
      batchSize: 128,
      bufferSize: 100_000,
      learningStarts: 10_000,
      gamma: 0.995,
      targetUpdateInterval: 1,
      trainFreq: 256,
      gradientSteps: -1,
      explorationFraction: 0.24,
      explorationFinalEps: 0.18,
      netArch: [256, 256],
      nQuantiles: 170,
    },
  },
};

function withQuantiles(envId: string, nQuantiles: number): Preset {
  const preset = dqnPresets[envId];
  return { ...preset, hyperparameters: { ...preset.hyperparameters, nQuantiles } };
}
