import { SCHEMA_VERSION, type ExperimentState, type Host } from './experiment-state.schema.ts';
import type { JsonValue } from './json-value.schema.ts';
import { createRunId } from './run-id.ts';

/** What `createExperimentState` takes. */
export interface NewExperiment {
  /** A fresh one by default. */
  runId?: string;
  /** `default` by default. */
  experiment?: string;
  tags?: readonly string[];
  algorithm: string;
  env: string;
  hyperparameters?: Readonly<Record<string, JsonValue>>;
  seed: number;
  /** The budget, in environment steps over all environments. */
  totalTimesteps: number;
  host: Host;
  /** Milliseconds since the epoch; now by default. */
  createdAt?: number;
}

/** The first document of a run: `created`, nothing done, version 0 until a broker takes it. */
export function createExperimentState(run: NewExperiment): ExperimentState {
  const createdAt = run.createdAt ?? Date.now();
  return {
    schemaVersion: SCHEMA_VERSION,
    runId: run.runId ?? createRunId(),
    experiment: run.experiment ?? 'default',
    tags: [...(run.tags ?? [])],
    status: 'created',
    writerEpoch: 0,
    version: 0,
    algorithm: run.algorithm,
    env: run.env,
    hyperparameters: { ...run.hyperparameters },
    seed: run.seed,
    progress: {
      timesteps: 0,
      totalTimesteps: run.totalTimesteps,
      episodes: 0,
      updates: 0,
      stepsPerSecond: 0,
      secondsLeft: null,
    },
    metrics: {},
    checkpoints: [],
    host: { ...run.host },
    error: null,
    createdAt,
    updatedAt: createdAt,
  };
}
