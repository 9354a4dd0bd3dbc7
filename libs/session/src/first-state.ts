import { hostname } from 'node:os';
import type { Algorithm } from '@cartwheel/algorithms';
import { createExperimentState, createRunId, type ExperimentState } from '@cartwheel/experiment-state';
import { runRecordOf } from '@cartwheel/tracking';
import type { RunContext } from './train-run.ts';

/** The state document that a run begins with, or goes on with. */
export function firstState({ plan, now, origin = {} }: RunContext, model: Algorithm): ExperimentState {
  const { experiment, tags, algo, env, seed } = plan.config;
  const { run, kept = [] } = origin;
  const state = createExperimentState({
    runId: run?.runId ?? createRunId(),
    experiment,
    tags: run === undefined ? tags : [...run.tags],
    algorithm: algo,
    env,
    seed,
    hyperparameters: { ...model.hyperparameters },
    totalTimesteps: plan.totalTimesteps,
    host: {
      hostname: hostname(),
      pid: process.pid,
      platform: `${process.platform}-${process.arch}`,
      runtime: `node ${process.version}`,
      engine: model.engine.build,
    },
    createdAt: run?.createdAt ?? now(),
  });
  const progress = { ...state.progress, timesteps: model.timesteps };
  return { ...state, progress, checkpoints: kept.map(({ record }) => record) };
}

/** The run's row: on disk before its first step; and, of a run that goes on, what is another now. */
export async function recordState({ plan, store, origin = {} }: RunContext, state: ExperimentState): Promise<void> {
  const { runId, hyperparameters, host } = state;
  const { totalTimesteps } = plan;
  if (origin.run === undefined) await store.createRun(runRecordOf(state, plan.config));
  else {
    const fresh = { status: 'running', error: null, summary: {} } as const;
    await store.updateRun(runId, { ...fresh, hyperparameters, totalTimesteps, host });
  }
  await store.flush();
}
