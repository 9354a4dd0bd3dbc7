import { dqnPresets } from '../dqn/presets.ts';
import type { Preset } from '../preset.ts';

/**
 * RL-Zoo's tuned hyperparameters of QR-DQN by environment id: DQN's and a number of quantiles
 * (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/qrdqn.yml).
 */
export const qrdqnPresets: Readonly<Record<string, Preset>> = {
  'CartPole-v1': withQuantiles('CartPole-v1', 10),
  'MountainCar-v0': withQuantiles('MountainCar-v0', 25),
  'Acrobot-v1': withQuantiles('Acrobot-v1', 25),
};

function withQuantiles(envId: string, nQuantiles: number): Preset {
  const preset = dqnPresets[envId];
  return { ...preset, hyperparameters: { ...preset.hyperparameters, nQuantiles } };
}
