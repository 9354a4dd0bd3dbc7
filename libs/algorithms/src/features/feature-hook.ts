import { CartwheelError } from '@cartwheel/async-guard';
import type { Engine, Network, RandomSource } from '@cartwheel/nn';

/** What a feature extractor is made from. */
export interface FeatureParts {
  engine: Engine;
  /** Numbers in a flattened observation. */
  observationSize: number;
  /** To start weights from. */
  random: RandomSource;
}

/**
 * Makes what observations go through before a policy's own layers: a network of `engine`, which is trained with the rest,
 * or `featureFunction`, which is not.
 */
export type FeatureHook = (parts: FeatureParts) => Network;

/** Throws `algorithms/invalid-features` where its network takes other observations. */
export function createFeatures(hook: FeatureHook | undefined, parts: FeatureParts): Network | undefined {
  const features = hook?.(parts);
  if (features === undefined || features.inputSize === parts.observationSize) return features;
  throw new CartwheelError(
    'algorithms/invalid-features',
    `The network of the features hook must take observations of ${parts.observationSize} numbers; it takes ` +
      `${features.inputSize}. Make it with the observationSize that the hook is given.`,
  );
}

/** Refuses a hook where a learner has no place for it. Throws `algorithms/invalid-features`. */
export function refuseFeatures(algorithm: string, hook: FeatureHook | undefined): void {
  if (hook === undefined) return;
  throw new CartwheelError(
    'algorithms/invalid-features',
    `${algorithm} takes no features hook: leave it out, wrap the environment in TransformObservation, or learn with ppo, a2c, dqn or qrdqn.`,
  );
}

/** Whether a model with features gets its hook back, and one without gets none. Throws `algorithms/invalid-features`. */
export function checkSavedFeatures(dir: string, saved: number | undefined, features: Network | undefined): void {
  if (saved === features?.outputSize) return;
  const was = saved === undefined ? 'without a features hook' : `with a features hook that gives ${saved} numbers`;
  const is = features === undefined ? 'none was given' : `this one gives ${features.outputSize}`;
  throw new CartwheelError(
    'algorithms/invalid-features',
    `The model in ${dir} was trained ${was}; ${is}. Load it with the hook that it was made with: load(dir, { features }).`,
  );
}

/** Why a policy with features has no file of its own. */
export function codeInPolicy(algorithm: string): CartwheelError {
  return new CartwheelError(
    'algorithms/unsupported-export',
    `A policy of ${algorithm} with a features hook cannot be exported, because the hook is code: save() the model, or ` +
      'move what the hook does into a wrapper of the environment.',
  );
}
