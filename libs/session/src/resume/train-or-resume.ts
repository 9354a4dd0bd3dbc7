import { isDeepStrictEqual } from 'node:util';
import type { TrainConfig } from '@cartwheel/experiment-state';
import type { RunRecord } from '@cartwheel/tracking';
import { recordedRuns } from '../recorded-runs.ts';
import { loadEnv } from '../load-env.ts';
import { planRun } from '../plan-run.ts';
import { runTraining, type RunTrainingOptions } from '../run-training.ts';
import type { RunResult } from '../session-event.ts';
import { resume } from './resume-run.ts';

/**
 * Trains one run of a config, however often it is called: begins it where the project folder has none of the same config,
 * goes on with the newest one otherwise, and gives again what it came to where all its steps are done. For a program that is
 * started again after it was stopped or killed, with the same words.
 *
 * Throws what `runTraining` and `resume` throw.
 */
export async function trainOrResume(options: RunTrainingOptions): Promise<RunResult> {
  const run = await newestOf(options);
  if (run === undefined) return runTraining(options);
  if (run.status !== 'finished' || run.timesteps < run.totalTimesteps) return resume({ ...options, run: run.runId });
  const result = resultOf(run);
  options.onEvent?.({ event: 'finished', ...result });
  return result;
}

async function newestOf({ config: input, out }: RunTrainingOptions): Promise<RunRecord | undefined> {
  const { config } = planRun(input);
  const wanted = asRecorded({ ...config, env: await loadEnv(config.env) });
  const runs = await recordedRuns(out);
  return runs.findLast((run) => isDeepStrictEqual(asRecorded(run.config), wanted));
}

/** Without what is undefined, which the record leaves out. */
function asRecorded(config: TrainConfig): unknown {
  return JSON.parse(JSON.stringify(config));
}

/** What the row of a finished run says of its end. */
function resultOf({ runId, timesteps, summary }: RunRecord): RunResult {
  const numberOf = (name: string): number | null => (typeof summary[name] === 'number' ? summary[name] : null);
  const { stopReason, weightsHash } = summary;
  return {
    runId,
    status: 'finished',
    stopReason: typeof stopReason === 'string' ? stopReason : null,
    timesteps,
    seconds: numberOf('seconds') ?? 0,
    stepsPerSecond: numberOf('stepsPerSecond') ?? 0,
    evalMean: numberOf('evalMean'),
    evalStd: numberOf('evalStd'),
    weightsHash: String(weightsHash),
  };
}
