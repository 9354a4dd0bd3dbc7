import type { Activation } from '@cartwheel/nn';
import type { SpacesDescription } from '../spaces/spaces.ts';
import type { DenseLayer } from './dense-layers.ts';

/**
 * What the last layer of a policy tells of each action: a logit of its probability, a mean, or its value; or for an action
 * that tanh squashes into its bounds, what is squashed, or the means of it followed by the log standard deviations.
 */
export type PolicyOutput = 'logits' | 'mean' | 'q_values' | 'squashed' | 'squashed_gaussian';

/** What observations are scaled by before the first layer: (x − mean) / deviation, clipped. */
export interface ObservationScale {
  mean: Float32Array;
  deviation: Float32Array;
  /** Bound of what comes out, to both sides. */
  clip: number;
}

/** What it takes to act as a learner does, and nothing of what it takes to learn. */
export interface TrainedPolicy extends SpacesDescription {
  /** `ppo` … */
  algorithm: string;
  envId: string;
  /** Of all layers but the last. */
  activation: Activation;
  output: PolicyOutput;
  layers: readonly DenseLayer[];
  /** Bound to both sides of what tanh squashes, where the output is `squashed`. */
  meanBound?: number | undefined;
  /** Where observations were normalised in training. */
  observationScale?: ObservationScale | undefined;
  /** Log standard deviations of the actions in a Box, where they are drawn. */
  logStd?: Float32Array | undefined;
  /** Whether `logStd` is of gSDE's matrix: `[inputs of the last layer, actions]`. */
  stateDependent?: boolean | undefined;
}
