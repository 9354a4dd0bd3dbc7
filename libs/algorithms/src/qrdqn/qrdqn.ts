import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { checkTrainFrequency } from '../off-policy/hyperparameters.ts';
import { QLearner } from '../off-policy/q-learner.ts';
import type { QLoss } from '../off-policy/q-update.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { LearnerParts } from '../training/learner.ts';
import { qrdqnHyperparameters, type QrdqnHyperparameterInput, type QrdqnHyperparameters } from './hyperparameters.ts';
import { qrdqnPresets } from './presets.ts';
import { QrdqnLoss } from './qrdqn-loss.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type QrdqnOptions = ModelOptions & QrdqnHyperparameterInput;

/** Adam's ε is this over the batch size: that of the paper for its batch of 32. */
const ADAM_EPSILON_TIMES_BATCH = 0.01;

/**
 * Q learning that learns the quantiles of the return, not only its mean
 * ([arXiv 1710.10044](https://arxiv.org/abs/1710.10044)), with the details and defaults of SB3-contrib.
 *
 * ```ts
 * const model = await QRDQN.create('CartPole-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 50_000 });
 * ```
 */
export class QRDQN extends QLearner<QrdqnHyperparameters> {
  /** Use `QRDQN.create` or `QRDQN.load`. */
  constructor(parts: LearnerParts<QrdqnHyperparameters>) {
    const { nQuantiles, batchSize } = parts.hyperparameters;
    const optimizer = { kind: 'adam', epsilon: ADAM_EPSILON_TIMES_BATCH / batchSize } as const;
    super(parts, { atoms: nQuantiles, optimizer });
  }

  /**
   * A learner for `env`: an id (`CartPole-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: QrdqnOptions = {}): Promise<QRDQN> {
    return QRDQN.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<QRDQN> {
    return createLearner(qrdqn, env, options);
  }

  /** The model that `save` wrote to `dir`, with an empty replay buffer; otherwise as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<QRDQN> {
    return loadLearner(qrdqn, dir, options);
  }

  protected createLoss(batchSize: number): QLoss {
    return new QrdqnLoss(batchSize, this.actions, this.hyperparameters.nQuantiles);
  }
}

export const qrdqn: AlgorithmDefinition<QrdqnHyperparameters, QRDQN> = {
  name: 'qrdqn',
  hyperparameters: qrdqnHyperparameters,
  presets: qrdqnPresets,
  check: checkTrainFrequency,
  takesFeatures: true,
  build: (parts) => new QRDQN(parts),
};
