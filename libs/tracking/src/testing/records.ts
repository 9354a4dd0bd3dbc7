import type { MetricPoint } from '@cartwheel/experiment-state';
import type { RunRecord } from '../run-store/run-store.ts';

/** A run as a session hands it over before its first step. */
export function runRecord(runId: string, over: Partial<RunRecord> = {}): RunRecord {
  return {
    runId,
    experiment: 'default',
    status: 'created',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: 7,
    tags: [],
    config: {
      env: 'CartPole-v1',
      algo: 'ppo',
      seed: 7,
      preset: 'tuned',
      set: {},
      experiment: 'default',
      tags: [],
      evalEpisodes: 20,
      evalEvery: 0,
      checkpointEvery: 0,
    },
    hyperparameters: { learning_rate: 3e-4, normalize: true },
    timesteps: 0,
    totalTimesteps: 1000,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    error: null,
    summary: {},
    ...over,
  };
}

export function metricPoint(
  name: string,
  step: number,
  value: number,
  context: Record<string, string> = {},
): MetricPoint {
  return { name, context, step, time: 1_700_000_000_000 + step, value };
}
