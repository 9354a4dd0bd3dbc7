import type { ActionBatch, Box } from '@cartwheel/envs';
import type { Engine, Parameter, Trainable } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Distribution } from './distribution.ts';
import { UnboundedGaussian } from './unbounded-gaussian.ts';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Independent normals: the actor gives the means; the log standard deviations do not depend on the observation and are
 * trained beside it, as in Stable-Baselines3. Samples are unbounded; `bound` moves them into the Box. Computed in doubles.
 */
export class DiagonalGaussian extends UnboundedGaussian implements Distribution {
  readonly trained: Readonly<Record<string, Trainable>>;

  readonly #parameter: Parameter;
  readonly #logStd: Float32Array;
  readonly #logStdGradient: Float32Array;
  readonly #std: Float64Array;
  readonly #means: Float32Array;
  #rows = 0;
  #actions: ActionBatch = new Float32Array(0);

  /** `logStdInit`: where the log standard deviations start. */
  constructor(space: Box, capacity: number, engine: Engine, logStdInit: number) {
    super(space);
    const size = space.flatSize;
    this.#logStd = new Float32Array(size).fill(logStdInit);
    this.#logStdGradient = new Float32Array(size);
    this.#std = new Float64Array(size);
    this.#means = new Float32Array(size * capacity);
    this.#parameter = engine.createParameter('log_std', this.#logStd);
    this.trained = { distribution: this.#parameter };
  }

  /** One normal draw from `random` a number. */
  sample(
    parameters: Float32Array,
    rows: number,
    random: Generator,
    actions: ActionBatch,
    logProbabilities: Float32Array,
  ): void {
    this.#readStd();
    const count = rows * this.actionSize;
    for (let i = 0; i < count; i++) {
      actions[i] = parameters[i] + this.#std[i % this.actionSize] * random.standardNormal();
    }
    // Of the actions as they are kept: rounded to float32.
    for (let row = 0; row < rows; row++) logProbabilities[row] = this.#logProbability(parameters, actions, row);
  }

  evaluate(
    parameters: Float32Array,
    actions: ActionBatch,
    rows: number,
    logProbabilities: Float32Array,
    entropies: Float32Array,
  ): void {
    this.#readStd();
    this.#means.set(parameters);
    this.#rows = rows;
    this.#actions = actions;
    let entropy = 0;
    for (const logStd of this.#logStd) entropy += 0.5 + HALF_LOG_TWO_PI + logStd;
    for (let row = 0; row < rows; row++) {
      logProbabilities[row] = this.#logProbability(parameters, actions, row);
      entropies[row] = entropy;
    }
  }

  /** ∂log p/∂μ = (a − μ)/σ², ∂log p/∂log σ = ((a − μ)/σ)² − 1, ∂H/∂log σ = 1. */
  gradient(logProbabilityGradient: Float32Array, entropyGradient: number, parameterGradient: Float32Array): void {
    const size = this.actionSize;
    for (let at = 0; at < size; at++) {
      const std = this.#std[at];
      let sum = entropyGradient * this.#rows;
      for (let row = 0, i = at; row < this.#rows; row++, i += size) {
        const slope = logProbabilityGradient[row];
        const z = (this.#actions[i] - this.#means[i]) / std;
        parameterGradient[i] = (slope * z) / std;
        sum += slope * (z * z - 1);
      }
      this.#logStdGradient[at] = sum;
    }
    this.#parameter.writeGradients(this.#logStdGradient);
  }

  statistics(): Readonly<Record<string, number>> {
    this.#readStd();
    return { std: this.#std.reduce((sum, std) => sum + std, 0) / this.actionSize };
  }

  #readStd(): void {
    this.#parameter.readParameters(this.#logStd);
    for (let i = 0; i < this.actionSize; i++) this.#std[i] = Math.exp(this.#logStd[i]);
  }

  #logProbability(means: Float32Array, actions: ActionBatch, row: number): number {
    let sum = 0;
    for (let at = 0, i = row * this.actionSize; at < this.actionSize; at++, i++) {
      const z = (actions[i] - means[i]) / this.#std[at];
      sum -= 0.5 * z * z + this.#logStd[at] + HALF_LOG_TWO_PI;
    }
    return sum;
  }
}
