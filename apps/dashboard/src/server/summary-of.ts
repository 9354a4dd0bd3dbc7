import type { RunRecord } from '@cartwheel/tracking';
import { ownTags, shelfOf } from '../shelf/shelf-of.ts';
import type { RunSummary } from '../api/run-summary.schema.ts';

export function summaryOf(run: RunRecord): RunSummary {
  const { runId, experiment, status, algorithm, env, seed, timesteps, totalTimesteps, createdAt, updatedAt } = run;
  const { evalMean, stepsPerSecond } = run.summary;
  return {
    runId,
    experiment,
    status,
    algorithm,
    env,
    seed,
    tags: ownTags(run.tags),
    shelf: shelfOf(run.tags),
    timesteps,
    totalTimesteps,
    createdAt,
    updatedAt,
    evalMean: numberOrNull(evalMean),
    stepsPerSecond: numberOrNull(stepsPerSecond),
  };
}

function numberOrNull(value: number | string | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
