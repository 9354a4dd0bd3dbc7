import type { ActionBatch, Box } from '@cartwheel/envs';
import type { Trainable } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Distribution, Exploration } from './distribution.ts';
import { StateDependentNoise, type StateDependentNoiseOptions } from './state-dependent-noise.ts';
import { UnboundedGaussian } from './unbounded-gaussian.ts';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Normals whose standard deviations depend on the state through its features (gSDE): the actor gives the means, and where
 * a policy explores, the noise is that of a matrix that is drawn seldom. Samples are unbounded. Computed in doubles.
 */
export class StateDependentGaussian extends UnboundedGaussian implements Distribution, Exploration {
  readonly trained: Readonly<Record<string, Trainable>>;
  readonly exploration: Exploration = this;
  readonly #noise: StateDependentNoise;
  readonly #means: Float32Array;
  readonly #variances: Float64Array;
  readonly #varianceGradient: Float64Array;
  #features: Float32Array = new Float32Array(0);
  #rows = 0;
  #actions: ActionBatch = new Float32Array(0);

  constructor(space: Box, capacity: number, options: Omit<StateDependentNoiseOptions, 'actionSize'>) {
    super(space);
    const size = space.flatSize;
    this.#noise = new StateDependentNoise({ ...options, actionSize: size });
    this.#means = new Float32Array(size * capacity);
    this.#variances = new Float64Array(size * capacity);
    this.#varianceGradient = new Float64Array(size * capacity);
    this.trained = { distribution: this.#noise.parameter };
  }

  get featureSize(): number {
    return this.#noise.featureSize;
  }

  get noise(): Float32Array {
    return this.#noise.matrices;
  }

  set noise(matrices: Float32Array) {
    this.#noise.matrices = matrices;
  }

  setFeatures(features: Float32Array): void {
    this.#features = features;
  }

  resample(random: Generator, rows: number): void {
    this.#noise.draw(random, rows);
  }

  explore(parameters: Float32Array, rows: number, actions: ActionBatch, logProbabilities: Float32Array): void {
    this.#readVariances(rows);
    this.#noise.noise(this.#features, rows, this.#means);
    for (let i = 0; i < rows * this.actionSize; i++) actions[i] = parameters[i] + this.#means[i];
    this.#logProbabilities(parameters, actions, rows, logProbabilities);
  }

  /** One normal draw from `random` a number, independent of the noise of `resample`. */
  sample(
    parameters: Float32Array,
    rows: number,
    random: Generator,
    actions: ActionBatch,
    logProbabilities: Float32Array,
  ): void {
    this.#readVariances(rows);
    for (let i = 0; i < rows * this.actionSize; i++) {
      actions[i] = parameters[i] + Math.sqrt(this.#variances[i]) * random.standardNormal();
    }
    this.#logProbabilities(parameters, actions, rows, logProbabilities);
  }

  evaluate(
    parameters: Float32Array,
    actions: ActionBatch,
    rows: number,
    logProbabilities: Float32Array,
    entropies: Float32Array,
  ): void {
    this.#readVariances(rows);
    this.#means.set(parameters);
    this.#rows = rows;
    this.#actions = actions;
    this.#logProbabilities(parameters, actions, rows, logProbabilities);
    for (let row = 0, i = 0; row < rows; row++) {
      let entropy = 0;
      for (let at = 0; at < this.actionSize; at++, i++) {
        entropy += 0.5 + HALF_LOG_TWO_PI + 0.5 * Math.log(this.#variances[i]);
      }
      entropies[row] = entropy;
    }
  }

  /** With v = σ²(s): ∂log p/∂μ = (a − μ)/v, ∂log p/∂v = ((a − μ)²/v − 1)/2v, ∂H/∂v = 1/2v. */
  gradient(logProbabilityGradient: Float32Array, entropyGradient: number, parameterGradient: Float32Array): void {
    for (let row = 0, i = 0; row < this.#rows; row++) {
      const slope = logProbabilityGradient[row];
      for (let at = 0; at < this.actionSize; at++, i++) {
        const variance = this.#variances[i];
        const distance = this.#actions[i] - this.#means[i];
        parameterGradient[i] = (slope * distance) / variance;
        const ofDensity = slope * ((distance * distance) / variance - 1);
        this.#varianceGradient[i] = (ofDensity + entropyGradient) / (2 * variance);
      }
    }
    this.#noise.gradient(this.#features, this.#rows, this.#varianceGradient);
  }

  statistics(): Readonly<Record<string, number>> {
    return { std: this.#noise.meanStd() };
  }

  #readVariances(rows: number): void {
    this.#noise.readStd();
    this.#noise.variances(this.#features, rows, this.#variances);
  }

  #logProbabilities(means: Float32Array, actions: ActionBatch, rows: number, target: Float32Array): void {
    for (let row = 0, i = 0; row < rows; row++) {
      let sum = 0;
      for (let at = 0; at < this.actionSize; at++, i++) {
        const distance = actions[i] - means[i];
        sum -= (distance * distance) / (2 * this.#variances[i]) + 0.5 * Math.log(this.#variances[i]) + HALF_LOG_TWO_PI;
      }
      target[row] = sum;
    }
  }
}
