import { createAlgorithm, type Algorithm } from '@cartwheel/algorithms';
import type { Logger } from '@cartwheel/logging';
import { openEngine } from '@cartwheel/nn/node';
import type { RunPlan } from './plan-run.ts';

/** A learner that is let go of when the scope that made it ends. */
export interface OpenModel extends Disposable {
  readonly model: Algorithm;
}

/** Throws `envs/unknown-env` and what `createAlgorithm` and `openEngine` throw. */
export async function openModel({ config, numEnvs }: RunPlan, logger: Logger): Promise<OpenModel> {
  const { algo, env, seed, preset, backend, threads = 'auto', set: hyperparameters } = config;
  const onWarning = (message: string): void => logger.warn(message);
  const open = await openEngine({ backend, threads });
  const { engine } = open;
  const model = await createAlgorithm(algo, env, { seed, preset, hyperparameters, numEnvs, engine, onWarning });
  return {
    model,
    [Symbol.dispose]() {
      model.dispose();
      open[Symbol.dispose]();
    },
  };
}
