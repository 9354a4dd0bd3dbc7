import type { Preset } from '../preset.ts';
import { bipedalWalker, lunarLanderContinuous, mountainCarContinuous } from '../sac/presets.ts';

/** RL-Zoo's tuned hyperparameters of TQC by environment id (https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/tqc.yml). */
// quality-ignore duplicates -- each algorithm's table stands as RL-Zoo has it
export const tqcPresets: Readonly<Record<string, Preset>> = {
  'Pendulum-v1': { totalTimesteps: 20_000, numEnvs: 1, hyperparameters: { learningRate: 1e-3 } },
  'MountainCarContinuous-v0': { totalTimesteps: 50_000, numEnvs: 1, hyperparameters: mountainCarContinuous },
  'LunarLanderContinuous-v3': { totalTimesteps: 500_000, numEnvs: 1, hyperparameters: lunarLanderContinuous },
  'BipedalWalker-v3': { totalTimesteps: 500_000, numEnvs: 1, hyperparameters: bipedalWalker },
};
