import type { Pieces } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { NamedTrainables } from '../model-folder/weights.ts';
import type { Actor } from '../off-policy/continuous/actor.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';

/** An actor that draws, and that learns through its draws. */
export interface StochasticActor extends Actor {
  /** By name, in a fixed order. */
  readonly trained: NamedTrainables;
  /** log π of the last `sample`. */
  readonly logProbabilities: Float32Array;
  /** Draws an action for each row; leaves their log-probabilities. `act` may come between this and `backward`. */
  sample(observations: Float32Array, rows: number, random: Generator, actions: Float32Array): Pieces<void>;
  /**
   * Leaves the gradients of the parameters for the last `sample`, of the whole capacity, from dL/dactions and
   * dL/dlogProbability, which is the same for all rows.
   */
  backward(actionGradient: Float32Array, logProbabilityGradient: number): Pieces<void>;
  /** Noise that lasts for some steps: what draws it anew for `rows` environments, and what is in force. */
  readonly exploration?: LastingNoise;
  /** What it takes to act. */
  inference(): Pick<TrainedPolicy, 'output' | 'layers' | 'meanBound'>;
}

export interface LastingNoise {
  draw(random: Generator, rows: number): void;
  /** All of it that the next step depends on. A copy. */
  matrices: Float32Array;
}
