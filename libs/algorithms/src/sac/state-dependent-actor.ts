import { passesOf, type Defer, type Engine, type Network, type Pieces, type PiecewisePasses } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import { StateDependentNoise } from '../distributions/state-dependent-noise.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { layersOf } from '../policy/dense-layers.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import type { SquashedActorSpec } from './squashed-actor.ts';
import type { StochasticActor } from './stochastic-actor.ts';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Keeps log(1 − a²) finite where tanh has reached 1; Stable-Baselines3's. */
const EPSILON = 1e-6;

/** Means are cut to ± this before tanh, so that they stay where it has a slope; Stable-Baselines3's `clip_mean`. */
const MEAN_BOUND = 2;

/**
 * π(a|s) of SAC with gSDE (arXiv 2005.05719): normals that tanh squashes, whose noise is a function of the last hidden
 * layer that is drawn seldom. Unlike in PPO that layer learns from the noise too, as in Stable-Baselines3.
 */
export class StateDependentActor implements StochasticActor {
  readonly observationSize: number;
  readonly actionSize: number;
  readonly trained: NamedTrainables;
  readonly logProbabilities: Float32Array;
  readonly exploration: StateDependentNoise;
  readonly #trunk: Network;
  readonly #head: Network;
  readonly #passes: { trunk: PiecewisePasses; head: PiecewisePasses };
  /** Noise of `act`, which must leave what `backward` needs alone. */
  readonly #acting: Float32Array;
  readonly #drawn: Float32Array;
  readonly #variances: Float64Array;
  readonly #squashed: Float64Array;
  readonly #meanGradient: Float32Array;
  readonly #noiseGradient: Float64Array;
  readonly #varianceGradient: Float64Array;
  readonly #featureGradient: Float32Array;
  #features: Float32Array = new Float32Array(0);
  #means: Float32Array = new Float32Array(0);
  #rows = 0;

  /** `netArch` has at least one layer: what the noise depends on. `defer` as of `Engine.createMlp`. */
  constructor(engine: Engine, spec: SquashedActorSpec & { logStdInit: number }, random: Generator, defer?: Defer) {
    const { observationSize, actionSize, netArch, activation, capacity, logStdInit } = spec;
    const featureSize = netArch[netArch.length - 1];
    const form = { activation, initialization: 'uniform' } as const;
    const trunk = { ...form, inputSize: observationSize, hiddenSizes: netArch.slice(0, -1), outputSize: featureSize };
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.#trunk = engine.createMlp({ ...trunk, outputActivation: activation }, random, defer);
    const head = { ...form, inputSize: featureSize, hiddenSizes: [], outputSize: actionSize };
    this.#head = engine.createMlp(head, random, defer);
    const [trunkPasses, headPasses] = passesOf(this.#trunk, this.#head);
    this.#passes = { trunk: trunkPasses, head: headPasses };
    this.exploration = new StateDependentNoise({ featureSize, actionSize, engine, logStdInit });
    this.trained = { trunk: this.#trunk, actor: this.#head, distribution: this.exploration.parameter };
    const size = capacity * actionSize;
    this.logProbabilities = new Float32Array(capacity);
    this.#acting = new Float32Array(size);
    this.#drawn = new Float32Array(size);
    this.#variances = new Float64Array(size);
    this.#squashed = new Float64Array(size);
    this.#meanGradient = new Float32Array(size);
    this.#noiseGradient = new Float64Array(size);
    this.#varianceGradient = new Float64Array(size);
    this.#featureGradient = new Float32Array(capacity * featureSize);
  }

  /** Draws with the noise that is in force; `random` only where none has been drawn yet. */
  act(observations: Float32Array, rows: number, actions: Float32Array, random?: Generator): void {
    const features = this.#trunk.forward(observations, rows);
    const means = this.#head.forward(features, rows);
    if (random !== undefined) {
      if (!this.exploration.isDrawn) this.exploration.draw(random, 1);
      this.exploration.noise(features, rows, this.#acting);
    }
    for (let i = 0; i < rows * this.actionSize; i++) {
      const noise = random === undefined ? 0 : this.#acting[i];
      actions[i] = Math.tanh(clampMean(means[i]) + noise);
    }
  }

  /** One matrix of noise for all rows, as Stable-Baselines3 draws it for each gradient step. */
  *sample(observations: Float32Array, rows: number, random: Generator, actions: Float32Array): Pieces<void> {
    this.#features = yield* this.#passes.trunk.forward(observations, rows);
    this.#means = yield* this.#passes.head.forward(this.#features, rows);
    this.#rows = rows;
    this.exploration.draw(random, 1);
    this.exploration.noise(this.#features, rows, this.#drawn);
    this.exploration.variances(this.#features, rows, this.#variances);
    for (let row = 0, i = 0; row < rows; row++) {
      let logProbability = 0;
      for (let at = 0; at < this.actionSize; at++, i++) {
        const noise = this.#drawn[i];
        const variance = this.#variances[i];
        const squashed = Math.tanh(clampMean(this.#means[i]) + noise);
        const correction = Math.log(1 - squashed * squashed + EPSILON);
        logProbability -= (noise * noise) / (2 * variance) + 0.5 * Math.log(variance) + HALF_LOG_TWO_PI + correction;
        this.#squashed[i] = squashed;
        actions[i] = squashed;
      }
      this.logProbabilities[row] = logProbability;
    }
  }

  /**
   * With u = μ + n: ∂a/∂u = 1 − a², the correction's ∂log π/∂u = 2a(1 − a²)/(1 − a² + 1e-6); of the normal,
   * ∂log π/∂n = −n/v and ∂log π/∂v = n²/2v² − 1/2v, where the noise n and its variance v are functions of σ and of the
   * features.
   */
  *backward(actionGradient: Float32Array, logProbabilityGradient: number): Pieces<void> {
    for (let i = 0; i < this.#rows * this.actionSize; i++) {
      const action = this.#squashed[i];
      const noise = this.#drawn[i];
      const variance = this.#variances[i];
      const slope = 1 - action * action;
      const ofSum = actionGradient[i] * slope + (logProbabilityGradient * 2 * action * slope) / (slope + EPSILON);
      this.#meanGradient[i] = clampMean(this.#means[i]) === this.#means[i] ? ofSum : 0;
      this.#noiseGradient[i] = ofSum - (logProbabilityGradient * noise) / variance;
      this.#varianceGradient[i] = logProbabilityGradient * ((noise * noise) / variance - 1) * (0.5 / variance);
    }
    this.exploration.gradient(this.#features, this.#rows, this.#varianceGradient, {
      noiseGradient: this.#noiseGradient,
      featureGradient: this.#featureGradient,
    });
    const ofMeans = yield* this.#passes.head.backward(this.#meanGradient);
    for (let i = 0; i < ofMeans.length; i++) this.#featureGradient[i] += ofMeans[i];
    yield* this.#passes.trunk.backwardToParameters(this.#featureGradient);
  }

  inference(): Pick<TrainedPolicy, 'output' | 'layers' | 'meanBound'> {
    const layers = [...layersOf(this.#trunk), ...layersOf(this.#head)];
    return { output: 'squashed', layers, meanBound: MEAN_BOUND };
  }
}

function clampMean(mean: number): number {
  return Math.min(Math.max(mean, -MEAN_BOUND), MEAN_BOUND);
}
