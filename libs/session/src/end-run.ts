import type { Algorithm, LearnResult } from '@cartwheel/algorithms';
import { describeError } from '@cartwheel/async-guard';
import { evaluatePolicy, type EpisodeReturns } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import type { CheckpointRecord, ExperimentState } from '@cartwheel/experiment-state';
import type { ActiveRun } from './begin-run.ts';
import { evaluationSeed } from './evaluation-seed.ts';
import type { RunResult } from './session-event.ts';
import type { RunContext } from './train-run.ts';

/** The end of a run, in order: last checkpoint → evaluation → points on disk → the run's row → the final state. */
export async function finishRun(
  context: RunContext,
  run: ActiveRun,
  model: Algorithm,
  learned: LearnResult,
): Promise<RunResult> {
  const seconds = run.secondsBefore + learned.seconds;
  const { weightsHash } = await saveLast(run);
  const evaluation = await evaluateLast(context, run, model, learned.timesteps);
  const result: RunResult = {
    runId: run.runId,
    status: 'finished',
    stopReason: learned.reason ?? null,
    timesteps: learned.timesteps,
    seconds,
    stepsPerSecond: seconds > 0 ? learned.timesteps / seconds : 0,
    evalMean: evaluation?.meanReturn ?? null,
    evalStd: evaluation?.stdReturn ?? null,
    weightsHash,
  };
  await run.dispatcher.close();
  await context.store.updateRun(run.runId, {
    status: 'finished',
    timesteps: learned.timesteps,
    summary: summaryOf(result),
  });
  await context.store.flush();
  await publishEnd(context, run, { status: 'finished' });
  context.onEvent({ event: 'finished', ...result });
  return result;
}

/** Keeps what can be kept of a run that failed; what fails in doing so is logged and hides nothing. */
export async function failRun(context: RunContext, run: ActiveRun, error: unknown): Promise<void> {
  const { code, message, causes } = describeError(error);
  const failure = { code, message, causes: [...causes] };
  await attempt(context, 'flush the last points', () => run.dispatcher.close());
  if (await isAnothers(context, run)) return;
  await attempt(context, 'record the failure', async () => {
    const { timesteps } = run.live.current.progress;
    await context.store.updateRun(run.runId, { status: 'failed', timesteps, error: failure });
    await context.store.flush();
  });
  await publishEnd(context, run, { status: 'failed', error: failure });
}

/** Whether a process that took the run over writes this very record: its row says who went on with it last. */
async function isAnothers({ store, logger }: RunContext, { runId, lease, live }: ActiveRun): Promise<boolean> {
  if (!lease.lost.aborted) return false;
  try {
    const { hostname, pid } = live.current.host;
    const writer = (await store.run(runId))?.host;
    return writer?.hostname !== hostname || writer.pid !== pid;
  } catch (error) {
    logger.error('could not read who writes a run that was taken over: its record is left alone', { error });
    return true;
  }
}

/** Where training ended; whoever asked for a checkpoint gets this one. */
async function saveLast({ checkpoints }: ActiveRun): Promise<CheckpointRecord> {
  await checkpoints.settled();
  return checkpoints.take();
}

/** None where none is wanted, or where somebody is waiting for the run to end. */
async function evaluateLast(
  { plan, signal, now, onEvent }: RunContext,
  { runId, aggregator, dispatcher, steering }: ActiveRun,
  model: Algorithm,
  timesteps: number,
): Promise<EpisodeReturns | null> {
  const { env: envId, evalEpisodes: episodes, seed } = plan.config;
  if (episodes === 0 || signal.aborted || steering.isAborted) return null;
  const env = makeEnv(envId);
  try {
    const result = await evaluatePolicy(model, env, { episodes, seed: evaluationSeed(seed), signal });
    const event = { type: 'evaluation', timesteps, time: now(), result, bestMeanReturn: result.meanReturn } as const;
    aggregator.observe(event);
    await dispatcher.dispatch(aggregator.collect(timesteps, event.time));
    onEvent({ event: 'evaluation', runId, timesteps, ...result });
    return result;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    env.close();
  }
}

function summaryOf({
  seconds,
  stepsPerSecond,
  evalMean,
  evalStd,
  weightsHash,
  stopReason,
}: RunResult): Record<string, number | string> {
  return {
    seconds,
    stepsPerSecond,
    weightsHash,
    ...(evalMean === null || evalStd === null ? {} : { evalMean, evalStd }),
    ...(stopReason === null ? {} : { stopReason }),
  };
}

async function publishEnd({ logger }: RunContext, run: ActiveRun, end: Partial<ExperimentState>): Promise<void> {
  run.live.change(end);
  if (await run.live.flush()) return;
  logger.warn('the final state did not reach the broker; the record on disk is complete', { runId: run.runId });
}

async function attempt({ logger }: RunContext, what: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    logger.error(`could not ${what} of a run that failed`, { error });
  }
}
