import { CartwheelError } from '@cartwheel/async-guard';
import type { Algorithm, LearnOptions, LearnResult } from '../algorithm.ts';
import { TrainingRun, type Progress } from './training-run.ts';

/**
 * Frames a learner's loop with the lifecycle: start, the loop, end; and, where it fails, the error. `train` returns when
 * its steps are done or `run.isStopping`.
 *
 * Throws `algorithms/invalid-total-timesteps`, and whatever `train` or a hook throws, after all callbacks were told.
 */
export async function conductTraining(
  learner: Algorithm,
  progress: Progress,
  options: LearnOptions,
  train: (run: TrainingRun) => Promise<void>,
): Promise<LearnResult> {
  checkTarget(options);
  const run = new TrainingRun(learner, progress, options);
  try {
    await lead(run, train);
  } finally {
    run.release();
  }
  const seconds = run.seconds;
  const ending = endingOf(run);
  await run.tell(run.hooks.onTrainingEnd, { type: 'training-end', ...run.moment(), ...ending });
  return { ...ending, timesteps: run.timesteps, episodes: run.episodes, updates: run.updates, seconds };
}

async function lead(run: TrainingRun, train: (run: TrainingRun) => Promise<void>): Promise<void> {
  try {
    const { totalTimesteps } = run;
    await run.tell(run.hooks.onTrainingStart, { type: 'training-start', ...run.moment(), totalTimesteps });
    if (!run.isStopping) await train(run);
  } catch (error) {
    await tellFailure(run, error);
    throw error;
  }
}

/** A hook that fails while it is told of a failure must hide neither. */
async function tellFailure(run: TrainingRun, error: unknown): Promise<void> {
  try {
    await run.tell(run.hooks.onError, { type: 'error', ...run.moment(), error });
    await run.tell(run.hooks.onTrainingEnd, { type: 'training-end', ...run.moment(), outcome: 'failed' });
  } catch (second) {
    throw new AggregateError([error, second], 'Training failed, and a callback failed when it was told.', {
      cause: second,
    });
  }
}

function endingOf(run: TrainingRun): Pick<LearnResult, 'outcome' | 'reason'> {
  return run.stopReason === undefined ? { outcome: 'completed' } : { outcome: 'stopped', reason: run.stopReason };
}

function checkTarget({ totalTimesteps, untilTimesteps }: LearnOptions): void {
  if (untilTimesteps === undefined) requireSteps('totalTimesteps', totalTimesteps);
  else requireSteps('untilTimesteps', untilTimesteps);
}

function requireSteps(name: string, steps: number | undefined): void {
  if (steps !== undefined && Number.isSafeInteger(steps) && steps >= 1) return;
  throw new CartwheelError(
    'algorithms/invalid-total-timesteps',
    `${name} must be a whole number of environment steps of at least 1; it is ${steps}.`,
  );
}
