import type { RunRecord } from '@cartwheel/tracking';

/** A run of PPO on CartPole that is under way, but for what `over` says. */
export function runRecord(over: Partial<RunRecord> & { runId: string }): RunRecord {
  const [env, algorithm, seed, experiment] = ['CartPole-v1', 'ppo', 0, 'tests'] as const;
  const off = { evalEpisodes: 0, evalEvery: 0, checkpointEvery: 0 };
  return {
    experiment,
    status: 'running',
    algorithm,
    env,
    seed,
    tags: [],
    config: { env, algo: algorithm, seed, preset: 'default', set: {}, experiment, tags: [], ...off },
    hyperparameters: {},
    timesteps: 0,
    totalTimesteps: 10,
    createdAt: 1,
    updatedAt: 1,
    error: null,
    host: null,
    summary: {},
    ...over,
  };
}
