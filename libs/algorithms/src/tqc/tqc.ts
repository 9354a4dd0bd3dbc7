import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { MaxEntropyLearner } from '../sac/max-entropy-learner.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { LearnerParts } from '../training/learner.ts';
import {
  checkTqc,
  tqcHyperparameters,
  type TqcHyperparameterInput,
  type TqcHyperparameters,
} from './hyperparameters.ts';
import { tqcPresets } from './presets.ts';
import { TruncatedQuantiles } from './truncated-quantiles.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type TqcOptions = ModelOptions & TqcHyperparameterInput;

/**
 * Truncated quantile critics ([arXiv 2005.04269](https://arxiv.org/abs/2005.04269)): SAC whose critics learn the quantiles
 * of the return, with the details and defaults of SB3-contrib.
 *
 * ```ts
 * const model = await TQC.create('Pendulum-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 20_000 });
 * ```
 */
export class TQC extends MaxEntropyLearner<TqcHyperparameters> {
  /** Use `TQC.create` or `TQC.load`. */
  constructor(parts: LearnerParts<TqcHyperparameters>) {
    const { batchSize, nCritics: critics, nQuantiles: quantiles, topQuantilesToDropPerNet } = parts.hyperparameters;
    super(parts, new TruncatedQuantiles({ batchSize, critics, quantiles, dropped: topQuantilesToDropPerNet }));
  }

  /**
   * A learner for `env`: an id (`Pendulum-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: TqcOptions = {}): Promise<TQC> {
    return TQC.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<TQC> {
    return createLearner(tqc, env, options);
  }

  /** The model that `save` wrote to `dir`, with an empty replay buffer; otherwise as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<TQC> {
    return loadLearner(tqc, dir, options);
  }
}

export const tqc: AlgorithmDefinition<TqcHyperparameters, TQC> = {
  name: 'tqc',
  hyperparameters: tqcHyperparameters,
  presets: tqcPresets,
  check: checkTqc,
  build: (parts) => new TQC(parts),
};
