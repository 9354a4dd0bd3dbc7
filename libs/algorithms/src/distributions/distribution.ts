import type { ActionBatch } from '@cartwheel/envs';
import type { Trainable } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';

/**
 * The actions of a batch of rows as random variables whose parameters are the actor's outputs.
 *
 * An algorithm asks for log-probabilities and entropies, writes the gradient of its loss in them, and gets it back as
 * the gradient in the parameters. Nothing is allocated after construction; batches are at most `capacity` rows.
 */
export interface Distribution {
  /** The actor's outputs for one row: n logits for Discrete(n), the means for a Box. */
  readonly parameterSize: number;
  /** Numbers in one action: 1 for Discrete. */
  readonly actionSize: number;
  /** What is trained beside the actor, by name: the log standard deviation of a Gaussian. `gradient` leaves its gradients. */
  readonly trained: Readonly<Record<string, Trainable>>;
  /** An array for the actions of `rows` rows. */
  createActions(rows: number): ActionBatch;
  /** Draws an action for each row and writes its log-probability. */
  sample(
    parameters: Float32Array,
    rows: number,
    random: Generator,
    actions: ActionBatch,
    logProbabilities: Float32Array,
  ): void;
  /** The most probable action of each row. */
  mode(parameters: Float32Array, rows: number, actions: ActionBatch): void;
  /**
   * What the environments get of `actions`: what leaves a Box is moved to its bounds, in an array that is written anew by
   * the next call; elsewhere it is `actions` itself.
   */
  bound(actions: ActionBatch): ActionBatch;
  /** Log-probability of each row's action, and entropy of each row in nats. Keeps what `gradient` needs. */
  evaluate(
    parameters: Float32Array,
    actions: ActionBatch,
    rows: number,
    logProbabilities: Float32Array,
    entropies: Float32Array,
  ): void;
  /**
   * dL/dparameters for the batch of the last `evaluate`, from dL/dlogProbability of each row and dL/dentropy, which is
   * the same for all rows.
   */
  gradient(logProbabilityGradient: Float32Array, entropyGradient: number, parameterGradient: Float32Array): void;
  /** Of one row, the probability of each action, where they can be told one by one. */
  probabilities?(parameters: Float32Array): number[];
  /** Of the moment, for `train/…`: `std` of a Gaussian. */
  statistics(): Readonly<Record<string, number>>;
  /** Where noise goes on from step to step: what draws it while experience is collected. */
  readonly exploration?: Exploration;
}

/** Noise that depends on the state, and that lasts for some steps. */
export interface Exploration {
  /** Numbers in the features of one row. */
  readonly featureSize: number;
  /** The noise that is in force, of all rows: what the next step depends on. A copy. */
  noise: Float32Array;
  /** The features of each row of the batch in hand, `[rows, featureSize]`: a view that must last until `gradient`. */
  setFeatures(features: Float32Array): void;
  /** Draws new noise for `rows` environments. */
  resample(random: Generator, rows: number): void;
  /** As `sample`, with the noise that `resample` drew. */
  explore(parameters: Float32Array, rows: number, actions: ActionBatch, logProbabilities: Float32Array): void;
}

/** Of a distribution that its parameters describe whole. */
export const NOTHING_TRAINED: Distribution['trained'] = Object.freeze({});
