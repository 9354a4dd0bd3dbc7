import type { ActionBatch } from '@cartwheel/envs';
import {
  passesOf,
  type Activation,
  type Defer,
  type Engine,
  type Network,
  type Pieces,
  type PiecewisePasses,
  type Trainable,
} from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { NamedTrainables } from '../../model-folder/weights.ts';

export interface CriticsSpec {
  observationSize: number;
  actionSize: number;
  /** How many there are. */
  count: number;
  /** Numbers that each gives for the return of an action: 1 for its mean, more for its quantiles. */
  atoms: number;
  netArch: readonly number[];
  activation: Activation;
}

/**
 * Several Q(s, a), networks that share nothing but their inputs. Weights start as PyTorch's `Linear`. Batches are of one
 * size; no array is allocated after construction.
 */
export class Critics {
  /** `qf0` …, as in Stable-Baselines3. */
  readonly trained: NamedTrainables;
  /** dL/d(what each critic gave): to be written before `backward…`. */
  readonly gradients: readonly Float32Array[];
  readonly #networks: readonly Network[];
  readonly #passes: readonly PiecewisePasses[];
  readonly #spec: CriticsSpec;
  readonly #batchSize: number;
  readonly #inputs: Float32Array;
  readonly #returns: Float32Array[];
  readonly #actionGradient: Float32Array;

  /** `defer` as of `Engine.createMlp`. */
  constructor(engine: Engine, spec: CriticsSpec, batchSize: number, random: Generator, defer?: Defer) {
    const { observationSize, actionSize, count, atoms, netArch: hiddenSizes, activation } = spec;
    const inputSize = observationSize + actionSize;
    const form = { inputSize, hiddenSizes, outputSize: atoms, activation, initialization: 'uniform' } as const;
    this.#spec = spec;
    this.#batchSize = batchSize;
    const networks = Array.from({ length: count }, () => engine.createMlp(form, random, defer));
    this.#networks = networks;
    this.#passes = passesOf(...networks);
    this.trained = Object.fromEntries(networks.map((network, i): [string, Trainable] => [`qf${i}`, network]));
    this.gradients = networks.map(() => new Float32Array(batchSize * atoms));
    this.#inputs = new Float32Array(batchSize * inputSize);
    this.#returns = networks.map(() => new Float32Array(0));
    this.#actionGradient = new Float32Array(batchSize * actionSize);
  }

  /** What each of the first `count` critics (all, by default) gives, `[batch, atoms]`: views that stay valid until the next pass. */
  *forward(
    observations: Float32Array,
    actions: ActionBatch,
    count = this.#passes.length,
  ): Pieces<readonly Float32Array[]> {
    this.#join(observations, actions);
    for (let i = 0; i < count; i++) this.#returns[i] = yield* this.#passes[i].forward(this.#inputs, this.#batchSize);
    return this.#returns;
  }

  /** The mean return that the least hopeful critic expects of one action. Writes where `forward` does. */
  value(observation: Float32Array, action: Float32Array): number {
    const inputs = Float32Array.of(...observation, ...action);
    return Math.min(...this.#networks.map((network) => meanOf(network.forward(inputs, 1))));
  }

  /** Leaves the gradients of the parameters, from `gradients`. */
  *backwardToParameters(): Pieces<void> {
    for (let i = 0; i < this.#passes.length; i++) yield* this.#passes[i].backwardToParameters(this.gradients[i]);
  }

  /** dL/dactions, from the `gradients` of the first `count` critics. A view that stays valid until the next call. */
  *backwardToActions(count = this.#passes.length): Pieces<Float32Array> {
    const { observationSize, actionSize } = this.#spec;
    const width = observationSize + actionSize;
    const gradient = this.#actionGradient.fill(0);
    for (let i = 0; i < count; i++) {
      const ofInputs = yield* this.#passes[i].backwardToInputs(this.gradients[i]);
      for (let row = 0; row < this.#batchSize; row++) {
        for (let at = 0; at < actionSize; at++) {
          gradient[row * actionSize + at] += ofInputs[row * width + observationSize + at];
        }
      }
    }
    return gradient;
  }

  #join(observations: Float32Array, actions: ActionBatch): void {
    const { observationSize, actionSize } = this.#spec;
    const inputs = this.#inputs;
    for (let row = 0, i = 0; row < this.#batchSize; row++) {
      for (let at = 0; at < observationSize; at++) inputs[i++] = observations[row * observationSize + at];
      for (let at = 0; at < actionSize; at++) inputs[i++] = actions[row * actionSize + at];
    }
  }
}

function meanOf(atoms: Float32Array): number {
  return atoms.reduce((sum, value) => sum + value, 0) / atoms.length;
}
