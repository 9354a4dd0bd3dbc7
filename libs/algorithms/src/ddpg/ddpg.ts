import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { checkTrainFrequency } from '../off-policy/hyperparameters.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { Td3HyperparameterInput, Td3Hyperparameters } from '../td3/hyperparameters.ts';
import { Td3Learner } from '../td3/td3-learner.ts';
import { ddpgHyperparameters } from './hyperparameters.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type DdpgOptions = ModelOptions & Td3HyperparameterInput;

/**
 * Deep deterministic policy gradient ([arXiv 1509.02971](https://arxiv.org/abs/1509.02971)), with the details and defaults
 * of Stable-Baselines3: TD3 with one critic, no delay and no noise on the target's actions.
 *
 * ```ts
 * const model = await DDPG.create('Pendulum-v1', { seed: 0, actionNoise: 'normal' });
 * await model.learn({ totalTimesteps: 20_000 });
 * ```
 */
export class DDPG extends Td3Learner {
  /**
   * A learner for `env`: an id (`Pendulum-v1`), a factory of environments, or a vector of them. It explores by the noise
   * that is asked for, `actionNoise`, alone.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: DdpgOptions = {}): Promise<DDPG> {
    return DDPG.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<DDPG> {
    return createLearner(ddpg, env, options);
  }

  /** The model that `save` wrote to `dir`, with an empty replay buffer; otherwise as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<DDPG> {
    return loadLearner(ddpg, dir, options);
  }
}

export const ddpg: AlgorithmDefinition<Td3Hyperparameters, DDPG> = {
  name: 'ddpg',
  hyperparameters: ddpgHyperparameters,
  presets: {},
  check: checkTrainFrequency,
  build: (parts) => new DDPG(parts),
};
