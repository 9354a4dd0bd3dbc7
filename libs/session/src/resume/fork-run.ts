import type { Checkpoint } from '@cartwheel/algorithms/node';
import { CartwheelError } from '@cartwheel/async-guard';
import { memoryOf } from '../checkpoint/session-memory.ts';
import { findRun } from '../find-run.ts';
import { loadEnv } from '../load-env.ts';
import { openModel } from '../open-model.ts';
import type { RunPlan } from '../plan-run.ts';
import { openContext, type SessionOptions } from '../session-options.ts';
import type { RunResult } from '../session-event.ts';
import { trainRun } from '../train-run.ts';
import { restoreNewest } from './find-checkpoint.ts';
import { checkProvenance } from './provenance.ts';
import { planResumed, type ChangedSettings, type TrainingWay } from './settings.ts';

export interface ForkOptions extends SessionOptions, ChangedSettings, TrainingWay {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** The step of one of its checkpoints. */
  at: number;
  /** As in `ResumeOptions`. */
  inexact?: boolean | undefined;
}

/**
 * Trains a new run that begins with a checkpoint of another one, which is noted in its config as `forkOf` and stays as it
 * is.
 *
 * Throws `session/no-such-checkpoint`, and what `resume` throws.
 */
export async function fork(options: ForkOptions): Promise<RunResult> {
  await using opened = await openContext(options);
  const { folder, store, logger } = opened;
  const { at, inexact = false } = options;
  const run = await findRun(store, options.run);
  const records = await store.checkpoints(run.runId);
  const record = records.find(({ step }) => step === at);
  if (record === undefined) {
    const steps = records.map(({ step }) => step).join(', ');
    throw new CartwheelError(
      'session/no-such-checkpoint',
      `Run ${run.runId} has no checkpoint at step ${at}; it has them at: ${steps}.`,
    );
  }
  const forkOf = { runId: run.runId, step: at };
  const env = await loadEnv(run.config.env);
  const planFrom = (checkpoint: Checkpoint): RunPlan =>
    planResumed({ ...run.config, env, forkOf }, memoryOf(checkpoint).settings, options);
  using restored = await restoreNewest({
    runId: run.runId,
    folder,
    records: [record],
    logger,
    async open(checkpoint) {
      const learner = await openModel(planFrom(checkpoint), logger);
      checkProvenance(checkpoint, learner.model, { inexact, logger });
      return learner;
    },
  });
  const { checkpoint, model } = restored;
  return await trainRun({ ...opened, plan: planFrom(checkpoint), origin: { checkpoint } }, model);
}
