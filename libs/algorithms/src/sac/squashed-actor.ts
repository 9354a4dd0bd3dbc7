import {
  passesOf,
  type Activation,
  type Defer,
  type Engine,
  type Network,
  type Pieces,
  type PiecewisePasses,
} from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import { SquashedGaussian } from '../distributions/squashed-gaussian.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { layersOf } from '../policy/dense-layers.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import type { StochasticActor } from './stochastic-actor.ts';

export interface SquashedActorSpec {
  observationSize: number;
  actionSize: number;
  netArch: readonly number[];
  activation: Activation;
  /** Most rows of a batch. */
  capacity: number;
}

/** π(a|s) of SAC: a network whose outputs are means and log standard deviations of normals that tanh squashes. */
export class SquashedActor implements StochasticActor {
  readonly observationSize: number;
  readonly actionSize: number;
  readonly network: Network;
  readonly trained: NamedTrainables;
  readonly logProbabilities: Float32Array;
  readonly #distribution: SquashedGaussian;
  readonly #passes: PiecewisePasses;
  readonly #parameterGradient: Float32Array;
  /** Of `act`, which must leave what `backward` needs alone. */
  readonly #acting: { distribution: SquashedGaussian; logProbabilities: Float32Array };

  /** `defer` as of `Engine.createMlp`. */
  constructor(engine: Engine, spec: SquashedActorSpec, random: Generator, defer?: Defer) {
    const { observationSize, actionSize, netArch: hiddenSizes, activation, capacity } = spec;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.#distribution = new SquashedGaussian(actionSize, capacity);
    const outputSize = this.#distribution.parameterSize;
    const form = {
      inputSize: observationSize,
      hiddenSizes,
      outputSize,
      activation,
      initialization: 'uniform',
    } as const;
    this.network = engine.createMlp(form, random, defer);
    [this.#passes] = passesOf(this.network);
    this.trained = { actor: this.network };
    this.logProbabilities = new Float32Array(capacity);
    this.#parameterGradient = new Float32Array(capacity * outputSize);
    this.#acting = {
      distribution: new SquashedGaussian(actionSize, capacity),
      logProbabilities: new Float32Array(capacity),
    };
  }

  act(observations: Float32Array, rows: number, actions: Float32Array, random?: Generator): void {
    const { distribution, logProbabilities } = this.#acting;
    const parameters = this.network.forward(observations, rows);
    if (random === undefined) distribution.mode(parameters, rows, actions);
    else distribution.sample(parameters, rows, random, actions, logProbabilities);
  }

  *sample(observations: Float32Array, rows: number, random: Generator, actions: Float32Array): Pieces<void> {
    const parameters = yield* this.#passes.forward(observations, rows);
    this.#distribution.sample(parameters, rows, random, actions, this.logProbabilities);
  }

  *backward(actionGradient: Float32Array, logProbabilityGradient: number): Pieces<void> {
    this.#distribution.gradient(actionGradient, logProbabilityGradient, this.#parameterGradient);
    yield* this.#passes.backwardToParameters(this.#parameterGradient);
  }

  inference(): Pick<TrainedPolicy, 'output' | 'layers'> {
    return { output: 'squashed_gaussian', layers: layersOf(this.network) };
  }
}
