import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { OnPolicyLearner, type OnPolicyUpdate } from '../on-policy/on-policy-learner.ts';
import type { RolloutBuffer } from '../on-policy/rollout-buffer.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { LearnerParts } from '../training/learner.ts';
import {
  checkRolloutSizes,
  ppoHyperparameters,
  type PpoHyperparameterInput,
  type PpoHyperparameters,
} from './hyperparameters.ts';
import { PpoUpdate } from './ppo-update.ts';
import { ppoPresets } from './presets.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type PpoOptions = ModelOptions & PpoHyperparameterInput;

/** Of Stable-Baselines3's PPO; PyTorch's own default is 1e-8. */
const ADAM_EPSILON = 1e-5;

/**
 * Proximal policy optimisation with a clipped surrogate ([arXiv 1707.06347](https://arxiv.org/abs/1707.06347)), with
 * the details and defaults of Stable-Baselines3.
 *
 * ```ts
 * const model = await PPO.create('CartPole-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 100_000 });
 * const action = model.predict(observation, { deterministic: true });
 * await model.save('cartpole');
 * ```
 */
export class PPO extends OnPolicyLearner<PpoHyperparameters> {
  /** Use `PPO.create` or `PPO.load`. */
  constructor(parts: LearnerParts<PpoHyperparameters>) {
    const { nSteps, numEnvs, batchSize } = parts.hyperparameters;
    super(parts, {
      optimizer: { kind: 'adam', epsilon: ADAM_EPSILON },
      mostRows: Math.min(batchSize, nSteps * numEnvs),
    });
  }

  /**
   * A learner for `env`: an id (`CartPole-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: PpoOptions = {}): Promise<PPO> {
    return PPO.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<PPO> {
    return createLearner(ppo, env, options);
  }

  /**
   * The model that `save` wrote to `dir`. It predicts as it did; learning goes on with fresh Adam moments and random
   * numbers.
   *
   * Throws `algorithms/missing-model-file`, `algorithms/altered-model`, `algorithms/unknown-model-format`,
   * `algorithms/other-algorithm` and `algorithms/other-spaces`.
   */
  static load(dir: string, options?: LoadOptions): Promise<PPO> {
    return loadLearner(ppo, dir, options);
  }

  /** Algorithm 1 of the paper: the old policy ran, advantages are estimated; now optimise the surrogate. */
  protected createUpdate(buffer: RolloutBuffer): OnPolicyUpdate<PpoHyperparameters> {
    const { policy, optimizer, progress } = this;
    const learning = { policy, optimizer, buffer, random: this.streams.order, progress };
    return new PpoUpdate(learning, this.hyperparameters.batchSize);
  }
}

export const ppo: AlgorithmDefinition<PpoHyperparameters, PPO> = {
  name: 'ppo',
  hyperparameters: ppoHyperparameters,
  presets: ppoPresets,
  check: checkRolloutSizes,
  build: (parts) => new PPO(parts),
  takesFeatures: true,
};
