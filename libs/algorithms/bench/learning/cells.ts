/** What RL-Zoo's one run of a cell reached: the mean of its evaluation, ± across episodes, after so many steps. */
export interface ZooResult {
  mean: number;
  std: number;
  timesteps: number;
}

/** An algorithm in an environment. */
export interface Cell {
  algorithm: string;
  envId: string;
  zoo: ZooResult;
}

type Row = readonly [algorithm: string, mean: number, std: number, timesteps: number];

/**
 * RL-Zoo's `benchmark.md` of April 2026 (https://github.com/DLR-RM/rl-baselines3-zoo), cheap environments first: each
 * figure is of one run, evaluated over about 150,000 steps.
 */
const ZOO: Readonly<Record<string, readonly Row[]>> = {
  'CartPole-v1': [
    ['ppo', 500, 0, 100_000],
    ['dqn', 500, 0, 50_000],
    ['qrdqn', 500, 0, 50_000],
    ['a2c', 500, 0, 500_000],
    ['ars', 500, 0, 50_000],
  ],
  'Acrobot-v1': [
    ['ppo', -73.5, 18.2, 1_000_000],
    ['dqn', -76.6, 11.8, 100_000],
    ['qrdqn', -69.1, 10, 100_000],
    ['a2c', -83.4, 17.2, 500_000],
    ['ars', -82.9, 23.8, 500_000],
  ],
  'MountainCar-v0': [
    ['dqn', -100.8, 9.9, 120_000],
    ['qrdqn', -106, 15.5, 120_000],
    ['ppo', -110.4, 19.5, 1_000_000],
    ['a2c', -111.3, 24.1, 1_000_000],
    ['ars', -122, 33.5, 500_000],
  ],
  'Pendulum-v1': [
    ['ppo', -172.2, 104, 100_000],
    ['a2c', -163, 103, 1_000_000],
    ['td3', -151.9, 90, 20_000],
    ['sac', -157, 89, 20_000],
    ['tqc', -151.3, 88, 20_000],
    ['ars', -212.5, 160, 2_000_000],
  ],
  'MountainCarContinuous-v0': [
    ['ppo', 88.3, 2.6, 20_000],
    ['a2c', 91.2, 0.3, 100_000],
    ['sac', 94.7, 1.1, 50_000],
    ['tqc', 63.6, 45, 50_000],
    ['td3', 93.5, 0.1, 300_000],
    ['ars', 96.7, 0.8, 500_000],
  ],
  'LunarLander-v3': [
    ['dqn', 154.4, 79.2, 100_000],
    ['qrdqn', 70.2, 225.5, 100_000],
    ['a2c', 155.8, 80.4, 200_000],
    ['ppo', 242.1, 31.8, 1_000_000],
  ],
  'LunarLanderContinuous-v3': [
    ['ppo', 270.9, 32, 1_000_000],
    ['sac', 260.4, 65, 500_000],
    ['td3', 207.5, 68, 300_000],
    ['tqc', 278, 25, 500_000],
    ['a2c', 84.2, 146, 5_000_000],
    ['ars', 168, 147, 2_000_000],
  ],
  'BipedalWalker-v3': [
    ['ppo', 287.9, 2.4, 5_000_000],
    ['a2c', 299.8, 24, 5_000_000],
    ['sac', 297.7, 33, 500_000],
    ['td3', 306, 57, 1_000_000],
    ['tqc', 329.8, 45, 500_000],
  ],
};

export const CELLS: readonly Cell[] = Object.entries(ZOO).flatMap(([envId, rows]) =>
  rows.map(([algorithm, mean, std, timesteps]) => ({ algorithm, envId, zoo: { mean, std, timesteps } })),
);
