import type { RunRecord } from '@cartwheel/tracking';

const KINDS = [
  ['ppo', 'CartPole-v1'],
  ['dqn', 'LunarLander-v3'],
  ['sac', 'Pendulum-v1'],
] as const;

/** One of many runs, as a sweep over some settings leaves them. */
export function runRecord(index: number, over: Partial<RunRecord> = {}): RunRecord {
  const [algo, env] = KINDS[index % KINDS.length] ?? KINDS[0];
  const off = { evalEpisodes: 0, evalEvery: 0, checkpointEvery: 0 };
  const experiment = `sweep ${index % 10}`;
  const seed = index % 5;
  return {
    runId: index.toString(16).padStart(24, '0'),
    experiment,
    status: index % 7 === 0 ? 'running' : 'finished',
    algorithm: algo,
    env,
    seed,
    tags: ['bench'],
    config: { env, algo, seed, preset: 'default', set: {}, experiment, tags: [], ...off },
    hyperparameters: { learningRate: 10 ** -(3 + (index % 3)), gamma: 0.99 },
    timesteps: 1000 * (index % 100),
    totalTimesteps: 100_000,
    createdAt: Date.now() - index * 60_000,
    updatedAt: Date.now(),
    error: null,
    host: null,
    summary: { evalMean: 500 - (index % 400), stepsPerSecond: 30_000 },
    ...over,
  };
}
