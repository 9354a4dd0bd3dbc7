import type { Generator } from '@cartwheel/random';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Log standard deviations are cut to this range, as in Stable-Baselines3 and SAC's own code; beyond it nothing is learned. */
const LOG_STD_MIN = -20;
const LOG_STD_MAX = 2;

/** Keeps log(1 − a²) finite where tanh has reached 1; Stable-Baselines3's. */
const EPSILON = 1e-6;

/**
 * Independent normals squashed by tanh (arXiv 1812.05905, appendix C): a = tanh(μ + σ · ε), whose parameters are the
 * actor's outputs, [μ…, log σ…] a row. log π(a) = Σ log N(u; μ, σ) − log(1 − a² + 1e-6). Computed in doubles.
 */
export class SquashedGaussian {
  readonly actionSize: number;
  readonly #capacity: number;
  /** ε of the last draws. */
  readonly #noise: Float64Array;
  readonly #squashed: Float64Array;
  readonly #std: Float64Array;
  /** 1 where the log standard deviation was within its range. */
  readonly #isLearned: Uint8Array;
  #rows = 0;

  /** `capacity`: most rows of a batch. */
  constructor(actionSize: number, capacity: number) {
    const size = actionSize * capacity;
    this.actionSize = actionSize;
    this.#capacity = capacity;
    this.#noise = new Float64Array(size);
    this.#squashed = new Float64Array(size);
    this.#std = new Float64Array(size);
    this.#isLearned = new Uint8Array(size);
  }

  /** The actor's outputs for one row. */
  get parameterSize(): number {
    return 2 * this.actionSize;
  }

  /** Draws an action in [−1, 1] for each row, one normal a number, and writes its log-probability. Keeps what `gradient` needs. */
  sample(
    parameters: Float32Array,
    rows: number,
    random: Generator,
    actions: Float32Array,
    logProbabilities: Float32Array,
  ): void {
    if (rows > this.#capacity)
      throw new RangeError(`${rows} rows are more than the ${this.#capacity} there is room for.`);
    const size = this.actionSize;
    this.#rows = rows;
    for (let row = 0, i = 0; row < rows; row++) {
      let logProbability = 0;
      for (let at = 0; at < size; at++, i++) {
        const mean = parameters[2 * row * size + at];
        const given = parameters[(2 * row + 1) * size + at];
        const logStd = Math.min(Math.max(given, LOG_STD_MIN), LOG_STD_MAX);
        const std = Math.exp(logStd);
        const noise = random.standardNormal();
        const squashed = Math.tanh(mean + std * noise);
        logProbability -= 0.5 * noise * noise + logStd + HALF_LOG_TWO_PI + Math.log(1 - squashed * squashed + EPSILON);
        this.#noise[i] = noise;
        this.#squashed[i] = squashed;
        this.#std[i] = std;
        this.#isLearned[i] = logStd === given ? 1 : 0;
        actions[i] = squashed;
      }
      logProbabilities[row] = logProbability;
    }
  }

  /** tanh(μ) of each row. */
  mode(parameters: Float32Array, rows: number, actions: Float32Array): void {
    const size = this.actionSize;
    for (let row = 0; row < rows; row++) {
      for (let at = 0; at < size; at++) actions[row * size + at] = Math.tanh(parameters[2 * row * size + at]);
    }
  }

  /**
   * dL/dparameters for the actions of the last `sample`, from dL/dactions of each row and dL/dlogProbability, which is the
   * same for all rows. The noise is held: with u = μ + σε, ∂a/∂u = 1 − a², and
   * ∂log π/∂μ = c, ∂log π/∂log σ = cσε − 1 where c = 2a(1 − a²)/(1 − a² + 1e-6).
   */
  gradient(actionGradient: Float32Array, logProbabilityGradient: number, parameterGradient: Float32Array): void {
    const size = this.actionSize;
    for (let row = 0, i = 0; row < this.#rows; row++) {
      for (let at = 0; at < size; at++, i++) {
        const action = this.#squashed[i];
        const slope = 1 - action * action;
        const correction = (2 * action * slope) / (slope + EPSILON);
        const ofMean = actionGradient[i] * slope + logProbabilityGradient * correction;
        const ofLogStd = ofMean * this.#std[i] * this.#noise[i] - logProbabilityGradient;
        parameterGradient[2 * row * size + at] = ofMean;
        parameterGradient[(2 * row + 1) * size + at] = this.#isLearned[i] === 1 ? ofLogStd : 0;
      }
    }
  }
}
