import type { ExperimentState, TrainConfig } from '@cartwheel/experiment-state';
import type { RunRecord } from './run-store.ts';

/** The row that a run begins with: what its state says, and the configuration, which is no part of the state. */
export function runRecordOf(state: ExperimentState, config: TrainConfig): RunRecord {
  const { runId, experiment, status, algorithm, env, seed, tags, hyperparameters, createdAt, updatedAt } = state;
  const { error, host } = state;
  const { timesteps, totalTimesteps } = state.progress;
  const asked = { runId, experiment, algorithm, env, seed, tags, config, hyperparameters };
  return { ...asked, status, timesteps, totalTimesteps, createdAt, updatedAt, error, host, summary: {} };
}
