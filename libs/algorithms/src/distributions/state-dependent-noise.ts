import type { Engine, Parameter } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';

/** Added to each variance, of Stable-Baselines3: a state whose features are all 0 still has a density. */
const EPSILON = 1e-6;

export interface StateDependentNoiseOptions {
  /** Numbers that describe a state: what the actor's last layer sees. */
  featureSize: number;
  actionSize: number;
  engine: Engine;
  /** Where the log standard deviations start. */
  logStdInit: number;
  /** Whether each pair of feature and action has a standard deviation of its own; one a feature otherwise. Default true. */
  fullStd?: boolean | undefined;
}

/**
 * Generalised state-dependent exploration (gSDE, arXiv 2005.05719): the noise of an action is a linear function of the
 * features, ε(s) = f(s)ᵀ M, whose matrix M is drawn seldom, so that it is smooth in time. As Mⱼₖ ~ N(0, σⱼₖ²), the noise of
 * a state has the variance Σⱼ fⱼ² σⱼₖ². σ is trained through its logarithm. Computed in doubles.
 */
export class StateDependentNoise {
  /** `log_std`, `[featureSize, actionSize]` row-major, or `[featureSize]`. */
  readonly parameter: Parameter;
  readonly featureSize: number;
  readonly actionSize: number;
  readonly #fullStd: boolean;
  readonly #logStd: Float32Array;
  readonly #logStdGradient: Float32Array;
  /** σ², `[featureSize, actionSize]`. */
  readonly #squares: Float64Array;
  #matrices = new Float32Array(0);

  constructor({ featureSize, actionSize, engine, logStdInit, fullStd = true }: StateDependentNoiseOptions) {
    this.featureSize = featureSize;
    this.actionSize = actionSize;
    this.#fullStd = fullStd;
    this.#logStd = new Float32Array(featureSize * (fullStd ? actionSize : 1)).fill(logStdInit);
    this.#logStdGradient = new Float32Array(this.#logStd.length);
    this.#squares = new Float64Array(featureSize * actionSize);
    this.parameter = engine.createParameter('log_std', this.#logStd);
  }

  /** M of each row, `[rows, featureSize, actionSize]`: all of the noise that the next step depends on. A copy to keep. */
  get matrices(): Float32Array {
    return this.#matrices.slice();
  }

  set matrices(matrices: Float32Array) {
    this.#matrices = matrices.slice();
  }

  /** Whether there is a matrix. */
  get isDrawn(): boolean {
    return this.#matrices.length > 0;
  }

  /** Draws a matrix for each of `rows` rows: one normal a number. */
  draw(random: Generator, rows: number): void {
    this.readStd();
    const size = this.featureSize * this.actionSize;
    if (this.#matrices.length !== rows * size) this.#matrices = new Float32Array(rows * size);
    for (let i = 0; i < this.#matrices.length; i++) {
      this.#matrices[i] = Math.sqrt(this.#squares[i % size]) * random.standardNormal();
    }
  }

  /** Writes f(s)ᵀ M of each row; the last matrix serves all rows that have none of their own. */
  noise(features: Float32Array, rows: number, target: Float32Array): void {
    const { featureSize, actionSize } = this;
    const size = featureSize * actionSize;
    const last = this.#matrices.length - size;
    for (let row = 0; row < rows; row++) {
      const matrix = Math.min(row * size, last);
      for (let k = 0; k < actionSize; k++) {
        let sum = 0;
        for (let j = 0; j < featureSize; j++) {
          sum += features[row * featureSize + j] * this.#matrices[matrix + j * actionSize + k];
        }
        target[row * actionSize + k] = sum;
      }
    }
  }

  /** Takes the standard deviations over from the parameter; to be called after it has changed. */
  readStd(): void {
    this.parameter.readParameters(this.#logStd);
    for (let i = 0; i < this.#squares.length; i++) this.#squares[i] = Math.exp(2 * this.#logStd[this.#at(i)]);
  }

  /** The mean of σ. */
  meanStd(): number {
    this.readStd();
    return this.#squares.reduce((sum, square) => sum + Math.sqrt(square), 0) / this.#squares.length;
  }

  /** Writes the variance of each action in each row, `[rows, actionSize]`. */
  variances(features: Float32Array, rows: number, target: Float64Array): void {
    const { featureSize, actionSize } = this;
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < actionSize; k++) {
        let sum = EPSILON;
        for (let j = 0; j < featureSize; j++) {
          const feature = features[row * featureSize + j];
          sum += feature * feature * this.#squares[j * actionSize + k];
        }
        target[row * actionSize + k] = sum;
      }
    }
  }

  /**
   * Leaves dL/dlog σ at the parameter, from dL/dvariance of each action in each row: ∂variance/∂log σⱼₖ = 2 fⱼ² σⱼₖ².
   * With `noiseGradient`, dL/dnoise of each action, it is added what a reparametrised sample adds:
   * ∂noise/∂log σⱼₖ = fⱼ Mⱼₖ. With `featureGradient`, dL/dfeatures is written there; without, features do not learn from
   * the noise, as in Stable-Baselines3's PPO and A2C.
   */
  gradient(
    features: Float32Array,
    rows: number,
    varianceGradient: Float64Array,
    { noiseGradient, featureGradient }: { noiseGradient?: Float64Array; featureGradient?: Float32Array } = {},
  ): void {
    const { featureSize, actionSize } = this;
    const size = featureSize * actionSize;
    this.#logStdGradient.fill(0);
    for (let row = 0; row < rows; row++) {
      const matrix = Math.min(row * size, this.#matrices.length - size);
      for (let j = 0; j < featureSize; j++) {
        const feature = features[row * featureSize + j];
        let ofFeature = 0;
        for (let k = 0; k < actionSize; k++) {
          const i = j * actionSize + k;
          const throughVariance = 2 * feature * this.#squares[i] * varianceGradient[row * actionSize + k];
          const throughNoise =
            noiseGradient === undefined ? 0 : noiseGradient[row * actionSize + k] * this.#matrices[matrix + i];
          this.#logStdGradient[this.#at(i)] += feature * (throughVariance + throughNoise);
          ofFeature += throughVariance + throughNoise;
        }
        if (featureGradient !== undefined) featureGradient[row * featureSize + j] = ofFeature;
      }
    }
    this.parameter.writeGradients(this.#logStdGradient);
  }

  /** The place of the log standard deviation of an entry of `[featureSize, actionSize]`. */
  #at(entry: number): number {
    return this.#fullStd ? entry : Math.floor(entry / this.actionSize);
  }
}
