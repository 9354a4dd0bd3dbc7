import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { ClippedDoubleQ } from '../off-policy/continuous/clipped-double-q.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { LearnerParts } from '../training/learner.ts';
import {
  checkSac,
  sacHyperparameters,
  type SacHyperparameterInput,
  type SacHyperparameters,
} from './hyperparameters.ts';
import { MaxEntropyLearner } from './max-entropy-learner.ts';
import { sacPresets } from './presets.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type SacOptions = ModelOptions & SacHyperparameterInput;

/**
 * Soft actor-critic ([arXiv 1812.05905](https://arxiv.org/abs/1812.05905)), with the details and defaults of
 * Stable-Baselines3.
 *
 * ```ts
 * const model = await SAC.create('Pendulum-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 20_000 });
 * ```
 */
export class SAC extends MaxEntropyLearner<SacHyperparameters> {
  /** Use `SAC.create` or `SAC.load`. */
  constructor(parts: LearnerParts<SacHyperparameters>) {
    super(parts, new ClippedDoubleQ({ batchSize: parts.hyperparameters.batchSize, lossScale: 0.5 }));
  }

  /**
   * A learner for `env`: an id (`Pendulum-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: SacOptions = {}): Promise<SAC> {
    return SAC.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<SAC> {
    return createLearner(sac, env, options);
  }

  /** The model that `save` wrote to `dir`, with an empty replay buffer; otherwise as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<SAC> {
    return loadLearner(sac, dir, options);
  }
}

export const sac: AlgorithmDefinition<SacHyperparameters, SAC> = {
  name: 'sac',
  hyperparameters: sacHyperparameters,
  presets: sacPresets,
  check: checkSac,
  build: (parts) => new SAC(parts),
};
