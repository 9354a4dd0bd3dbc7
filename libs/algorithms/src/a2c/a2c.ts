import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { OnPolicyLearner, type OnPolicyUpdate } from '../on-policy/on-policy-learner.ts';
import type { RolloutBuffer } from '../on-policy/rollout-buffer.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { LearnerParts } from '../training/learner.ts';
import { A2cUpdate } from './a2c-update.ts';
import { a2cHyperparameters, type A2cHyperparameterInput, type A2cHyperparameters } from './hyperparameters.ts';
import { a2cPresets } from './presets.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type A2cOptions = ModelOptions & A2cHyperparameterInput;

/** Smoothing of RMSprop's mean square, of Stable-Baselines3's A2C. */
const RMSPROP_ALPHA = 0.99;

/**
 * Advantage actor–critic, the synchronous form of A3C ([arXiv 1602.01783](https://arxiv.org/abs/1602.01783)), with the
 * details and defaults of Stable-Baselines3.
 *
 * ```ts
 * const model = await A2C.create('CartPole-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 500_000 });
 * ```
 */
export class A2C extends OnPolicyLearner<A2cHyperparameters> {
  /** Use `A2C.create` or `A2C.load`. */
  constructor(parts: LearnerParts<A2cHyperparameters>) {
    const { nSteps, numEnvs, useRmsProp, rmsPropEps } = parts.hyperparameters;
    super(parts, {
      optimizer: useRmsProp
        ? { kind: 'rmsprop', alpha: RMSPROP_ALPHA, epsilon: rmsPropEps }
        : { kind: 'adam', epsilon: rmsPropEps },
      mostRows: nSteps * numEnvs,
    });
  }

  /**
   * A learner for `env`: an id (`CartPole-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: A2cOptions = {}): Promise<A2C> {
    return A2C.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<A2C> {
    return createLearner(a2c, env, options);
  }

  /** The model that `save` wrote to `dir`; as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<A2C> {
    return loadLearner(a2c, dir, options);
  }

  protected createUpdate(buffer: RolloutBuffer): OnPolicyUpdate<A2cHyperparameters> {
    const { policy, optimizer, progress } = this;
    return new A2cUpdate({ policy, optimizer, buffer, progress });
  }
}

export const a2c: AlgorithmDefinition<A2cHyperparameters, A2C> = {
  name: 'a2c',
  hyperparameters: a2cHyperparameters,
  presets: a2cPresets,
  build: (parts) => new A2C(parts),
  takesFeatures: true,
};
