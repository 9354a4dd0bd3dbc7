import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { checkTrainFrequency } from '../off-policy/hyperparameters.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import { td3Hyperparameters, type Td3HyperparameterInput, type Td3Hyperparameters } from './hyperparameters.ts';
import { td3Presets } from './presets.ts';
import { Td3Learner } from './td3-learner.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type Td3Options = ModelOptions & Td3HyperparameterInput;

/**
 * Twin delayed DDPG ([arXiv 1802.09477](https://arxiv.org/abs/1802.09477)), with the details and defaults of
 * Stable-Baselines3.
 *
 * ```ts
 * const model = await TD3.create('Pendulum-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 20_000 });
 * ```
 */
export class TD3 extends Td3Learner {
  /**
   * A learner for `env`: an id (`Pendulum-v1`), a factory of environments, or a vector of them. It explores by the noise
   * that is asked for, `actionNoise`, alone.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: Td3Options = {}): Promise<TD3> {
    return TD3.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<TD3> {
    return createLearner(td3, env, options);
  }

  /** The model that `save` wrote to `dir`, with an empty replay buffer; otherwise as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<TD3> {
    return loadLearner(td3, dir, options);
  }
}

export const td3: AlgorithmDefinition<Td3Hyperparameters, TD3> = {
  name: 'td3',
  hyperparameters: td3Hyperparameters,
  presets: td3Presets,
  check: checkTrainFrequency,
  build: (parts) => new TD3(parts),
};
