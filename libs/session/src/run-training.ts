import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { silentLogger, type Logger } from '@cartwheel/logging';
import { loadEnv } from './load-env.ts';
import { openModel } from './open-model.ts';
import { planRun, type RunPlan } from './plan-run.ts';
import type { RunResult } from './session-event.ts';
import { openContext, type SessionOptions } from './session-options.ts';
import { trainRun } from './train-run.ts';

export interface RunTrainingOptions extends SessionOptions {
  config: TrainConfigInput;
}

/**
 * Trains a run as a whole: config → learner → callbacks → dispatcher → store and broker; shut down in order.
 *
 * Before the first step it throws `experiment-state/invalid-config`, `envs/unknown-env`, `session/no-env-file`,
 * `session/invalid-env-file`, `algorithms/…`,
 * `broker/unreachable`, `tracking/…`, `aim/bad-url` or `mlflow/bad-url`. A failure while training is written to the run's
 * state and record, status `failed`, and then thrown.
 */
export async function runTraining(options: RunTrainingOptions): Promise<RunResult> {
  const logger = options.logger ?? silentLogger;
  const plan = await loadPlannedEnv(planRun(options.config), logger);
  using learner = await openModel(plan, logger);
  await using opened = await openContext(options);
  return await trainRun({ ...opened, plan }, learner.model);
}

/** An environment of a file is known by the file's absolute path from here on, so that others find it again. */
async function loadPlannedEnv(plan: RunPlan, logger: Logger): Promise<RunPlan> {
  const env = await loadEnv(plan.config.env, { onWarning: (message) => logger.warn(message) });
  return { ...plan, config: { ...plan.config, env } };
}
