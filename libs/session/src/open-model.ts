import { createAlgorithm, type Algorithm } from '@cartwheel/algorithms';
import type { Logger } from '@cartwheel/logging';
import type { RunPlan } from './plan-run.ts';

/** A learner that is let go of when the scope that made it ends. */
export interface OpenModel extends Disposable {
  readonly model: Algorithm;
}

/** Throws `envs/unknown-env` and what `createAlgorithm` throws. */
export async function openModel({ config, numEnvs }: RunPlan, logger: Logger): Promise<OpenModel> {
  const { algo, env, seed, preset, set: hyperparameters } = config;
  const onWarning = (message: string): void => logger.warn(message);
  const model = await createAlgorithm(algo, env, { seed, preset, hyperparameters, numEnvs, onWarning });
  return { model, [Symbol.dispose]: () => model.dispose() };
}
