import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { checkTrainFrequency } from '../off-policy/hyperparameters.ts';
import { QLearner } from '../off-policy/q-learner.ts';
import type { QLoss } from '../off-policy/q-update.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { LearnerParts } from '../training/learner.ts';
import { DqnLoss } from './dqn-loss.ts';
import { dqnHyperparameters, type DqnHyperparameterInput, type DqnHyperparameters } from './hyperparameters.ts';
import { dqnPresets } from './presets.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type DqnOptions = ModelOptions & DqnHyperparameterInput;

/**
 * Deep Q learning ([Mnih et al. 2015](https://www.nature.com/articles/nature14236)), with the details and defaults of
 * Stable-Baselines3; double, dueling, n-step and prioritised where asked for.
 *
 * ```ts
 * const model = await DQN.create('CartPole-v1', { seed: 0, preset: 'tuned', doubleQ: true });
 * await model.learn({ totalTimesteps: 50_000 });
 * ```
 */
export class DQN extends QLearner<DqnHyperparameters> {
  /** Use `DQN.create` or `DQN.load`. */
  constructor(parts: LearnerParts<DqnHyperparameters>) {
    super(parts, { atoms: 1, optimizer: { kind: 'adam' } });
  }

  /**
   * A learner for `env`: an id (`CartPole-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: DqnOptions = {}): Promise<DQN> {
    return DQN.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<DQN> {
    return createLearner(dqn, env, options);
  }

  /** The model that `save` wrote to `dir`, with an empty replay buffer; otherwise as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<DQN> {
    return loadLearner(dqn, dir, options);
  }

  protected createLoss(batchSize: number): QLoss {
    return new DqnLoss(batchSize, this.actions);
  }
}

export const dqn: AlgorithmDefinition<DqnHyperparameters, DQN> = {
  name: 'dqn',
  hyperparameters: dqnHyperparameters,
  presets: dqnPresets,
  check: checkTrainFrequency,
  takesFeatures: true,
  build: (parts) => new DQN(parts),
};
