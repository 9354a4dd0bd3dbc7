import {
  canDivide,
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
import { createFeatures, type FeatureHook } from '../features/feature-hook.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { foldDueling, layersOf, type DenseLayer } from '../policy/dense-layers.ts';

export interface QNetworkSpec {
  observationSize: number;
  actions: number;
  /** Numbers that describe the return of one action: 1 for its mean, more for its quantiles. */
  atoms: number;
  netArch: readonly number[];
  activation: Activation;
  /** Whether value and advantage have a last hidden layer and an output each (arXiv 1511.06581). */
  dueling: boolean;
  /** Makes what observations go through first, if anything. */
  features?: FeatureHook | undefined;
  /** As of `Engine.createMlp`. Without features only, whose hook draws at once from the same random numbers. */
  defer?: Defer | undefined;
}

/** The return of each action in a state: `[rows, actions, atoms]`. Weights start as PyTorch's `Linear`. */
export interface QNetwork {
  /** By name, in a fixed order. */
  readonly trained: NamedTrainables;
  /** What observations go through first, if anything. */
  readonly features?: Network;
  /** Whether `forward` may come at any time between `forwardInPieces` and `backward`; otherwise nothing may. */
  readonly isDivided: boolean;
  /** A view that stays valid until the next pass. */
  forward(observations: Float32Array, rows: number): Float32Array;
  /** As `forward`, to learn from. */
  forwardInPieces(observations: Float32Array, rows: number): Pieces<Float32Array>;
  /** `gradient` is dL/d(what the last `forwardInPieces` gave). */
  backward(gradient: Float32Array): Pieces<void>;
  /** The same function, without the features, as plain layers, one after the other. */
  layers(): DenseLayer[];
}

/** Throws `algorithms/invalid-features` where the hook's network takes other observations. */
export function createQNetwork(engine: Engine, spec: QNetworkSpec, random: Generator): QNetwork {
  const features = createFeatures(spec.features, { engine, observationSize: spec.observationSize, random });
  const above = features === undefined ? spec : { ...spec, observationSize: features.outputSize };
  const below = features === undefined ? [] : [features];
  const head = spec.dueling
    ? new DuelingNetwork(engine, above, random, below)
    : new PlainNetwork(engine, above, random, below);
  return features === undefined ? head : new NetworkOnFeatures(features, head);
}

/** What can lie above features. */
interface Head extends QNetwork {
  readonly networks: readonly Network[];
  /** As `backward`; gives dL/d(what `forwardInPieces` was given) too, a view that stays valid until the next pass. */
  backwardToInputs(gradient: Float32Array): Pieces<Float32Array>;
}

class NetworkOnFeatures implements QNetwork {
  readonly features: Network;
  readonly trained: NamedTrainables;
  readonly isDivided: boolean;
  readonly #head: Head;
  readonly #passes: PiecewisePasses;

  constructor(features: Network, head: Head) {
    this.features = features;
    this.#head = head;
    [this.#passes] = passesOf(features, ...head.networks);
    this.isDivided = head.isDivided;
    this.trained = features.parameterCount > 0 ? { features, ...head.trained } : head.trained;
  }

  forward(observations: Float32Array, rows: number): Float32Array {
    return this.#head.forward(this.features.forward(observations, rows), rows);
  }

  *forwardInPieces(observations: Float32Array, rows: number): Pieces<Float32Array> {
    return yield* this.#head.forwardInPieces(yield* this.#passes.forward(observations, rows), rows);
  }

  *backward(gradient: Float32Array): Pieces<void> {
    if (this.features.parameterCount === 0) yield* this.#head.backward(gradient);
    else yield* this.#passes.backwardToParameters(yield* this.#head.backwardToInputs(gradient));
  }

  layers(): DenseLayer[] {
    return this.#head.layers();
  }
}

class PlainNetwork implements Head {
  readonly trained: NamedTrainables;
  readonly networks: readonly Network[];
  readonly isDivided: boolean;
  readonly #network: Network;
  readonly #passes: PiecewisePasses;

  /** `below`: what it lies above, which is divided into pieces with it, or not at all. */
  constructor(engine: Engine, spec: QNetworkSpec, random: Generator, below: readonly Network[]) {
    const { observationSize: inputSize, netArch: hiddenSizes, activation } = spec;
    const outputSize = spec.actions * spec.atoms;
    const form = { inputSize, hiddenSizes, outputSize, activation, initialization: 'uniform' } as const;
    this.#network = engine.createMlp(form, random, spec.defer);
    this.networks = [this.#network];
    [this.#passes] = passesOf(this.#network, ...below);
    this.isDivided = canDivide(this.#network, ...below);
    this.trained = { q: this.#network };
  }

  forward(observations: Float32Array, rows: number): Float32Array {
    return this.#network.forward(observations, rows);
  }

  forwardInPieces(observations: Float32Array, rows: number): Pieces<Float32Array> {
    return this.#passes.forward(observations, rows);
  }

  backward(gradient: Float32Array): Pieces<void> {
    return this.#passes.backwardToParameters(gradient);
  }

  backwardToInputs(gradient: Float32Array): Pieces<Float32Array> {
    return this.#passes.backward(gradient);
  }

  layers(): DenseLayer[] {
    return layersOf(this.#network);
  }
}

interface DuelingPasses {
  trunk: PiecewisePasses | undefined;
  value: PiecewisePasses;
  advantage: PiecewisePasses;
}

/** Where a dueling network leaves what it gives. */
interface Room {
  outputs: Float32Array;
}

/** Q = V + A − mean over actions of A; all but the last hidden layer are shared. */
class DuelingNetwork implements Head {
  readonly trained: NamedTrainables;
  readonly networks: readonly Network[];
  readonly isDivided: boolean;
  readonly #spec: QNetworkSpec;
  readonly #trunk: Network | undefined;
  readonly #value: Network;
  readonly #advantage: Network;
  readonly #passes: DuelingPasses;
  readonly #acting: Room = { outputs: new Float32Array(0) };
  readonly #learning: Room = { outputs: new Float32Array(0) };
  #valueGradient = new Float32Array(0);
  #advantageGradient = new Float32Array(0);
  #sharedGradient = new Float32Array(0);

  /** `below`: what it lies above, which is divided into pieces with it, or not at all. */
  constructor(engine: Engine, spec: QNetworkSpec, random: Generator, below: readonly Network[]) {
    const { observationSize, actions, atoms, netArch, activation, defer } = spec;
    const form = { activation, initialization: 'uniform' } as const;
    const shared = netArch.slice(0, -1);
    const trunkSize = shared.at(-1);
    this.#spec = spec;
    if (trunkSize !== undefined) {
      const hiddenSizes = shared.slice(0, -1);
      const trunk = { ...form, inputSize: observationSize, hiddenSizes, outputSize: trunkSize };
      this.#trunk = engine.createMlp({ ...trunk, outputActivation: activation }, random, defer);
    }
    const head = { ...form, inputSize: trunkSize ?? observationSize, hiddenSizes: netArch.slice(-1) };
    this.#value = engine.createMlp({ ...head, outputSize: atoms }, random, defer);
    this.#advantage = engine.createMlp({ ...head, outputSize: actions * atoms }, random, defer);
    const [value, advantage, ...others] = passesOf(this.#value, this.#advantage, ...this.#trunks, ...below);
    this.#passes = { trunk: this.#trunk === undefined ? undefined : others[0], value, advantage };
    this.networks = [...this.#trunks, this.#value, this.#advantage];
    this.isDivided = canDivide(...this.networks, ...below);
    const trunk: Record<string, Trainable> = this.#trunk === undefined ? {} : { trunk: this.#trunk };
    this.trained = { ...trunk, value: this.#value, advantage: this.#advantage };
  }

  forward(observations: Float32Array, rows: number): Float32Array {
    const inputs = this.#trunk?.forward(observations, rows) ?? observations;
    return this.#combine(this.#value.forward(inputs, rows), this.#advantage.forward(inputs, rows), rows, this.#acting);
  }

  *forwardInPieces(observations: Float32Array, rows: number): Pieces<Float32Array> {
    const { trunk, value, advantage } = this.#passes;
    const inputs = trunk === undefined ? observations : yield* trunk.forward(observations, rows);
    const values = yield* value.forward(inputs, rows);
    return this.#combine(values, yield* advantage.forward(inputs, rows), rows, this.#learning);
  }

  #combine(values: Float32Array, advantages: Float32Array, rows: number, room: Room): Float32Array {
    const { actions, atoms } = this.#spec;
    if (room.outputs.length !== advantages.length) room.outputs = new Float32Array(advantages.length);
    const { outputs } = room;
    const width = actions * atoms;
    for (let row = 0; row < rows; row++) {
      for (let atom = 0; atom < atoms; atom++) {
        const start = row * width + atom;
        let sum = 0;
        for (let i = start; i < (row + 1) * width; i += atoms) sum += advantages[i];
        const base = values[row * atoms + atom] - sum / actions;
        for (let i = start; i < (row + 1) * width; i += atoms) outputs[i] = base + advantages[i];
      }
    }
    return outputs;
  }

  *backward(gradient: Float32Array): Pieces<void> {
    const { trunk, value, advantage } = this.#passes;
    this.#split(gradient);
    if (trunk === undefined) {
      yield* value.backwardToParameters(this.#valueGradient);
      yield* advantage.backwardToParameters(this.#advantageGradient);
    } else yield* trunk.backwardToParameters(yield* this.#backwardThroughHeads());
  }

  *backwardToInputs(gradient: Float32Array): Pieces<Float32Array> {
    this.#split(gradient);
    const ofHeads = yield* this.#backwardThroughHeads();
    return this.#passes.trunk === undefined ? ofHeads : yield* this.#passes.trunk.backward(ofHeads);
  }

  layers(): DenseLayer[] {
    const trunk = this.#trunk === undefined ? [] : layersOf(this.#trunk);
    return [...trunk, ...foldDueling(layersOf(this.#value), layersOf(this.#advantage), this.#spec.atoms)];
  }

  /** dV is the sum over the actions, dA the gradient less its mean over the actions. */
  #split(gradient: Float32Array): void {
    const { actions, atoms } = this.#spec;
    const width = actions * atoms;
    const rows = gradient.length / width;
    this.#makeRoom(rows);
    for (let row = 0; row < rows; row++) {
      for (let atom = 0; atom < atoms; atom++) {
        const start = row * width + atom;
        let sum = 0;
        for (let i = start; i < (row + 1) * width; i += atoms) sum += gradient[i];
        this.#valueGradient[row * atoms + atom] = sum;
        for (let i = start; i < (row + 1) * width; i += atoms) this.#advantageGradient[i] = gradient[i] - sum / actions;
      }
    }
  }

  /** dL/d(what both heads were given). */
  *#backwardThroughHeads(): Pieces<Float32Array> {
    const ofValue = yield* this.#passes.value.backward(this.#valueGradient);
    const ofAdvantage = yield* this.#passes.advantage.backward(this.#advantageGradient);
    if (this.#sharedGradient.length !== ofValue.length) this.#sharedGradient = new Float32Array(ofValue.length);
    for (let i = 0; i < ofValue.length; i++) this.#sharedGradient[i] = ofValue[i] + ofAdvantage[i];
    return this.#sharedGradient;
  }

  /** The trunk, if there is one. */
  get #trunks(): readonly Network[] {
    return this.#trunk === undefined ? [] : [this.#trunk];
  }

  #makeRoom(rows: number): void {
    const { actions, atoms } = this.#spec;
    if (this.#valueGradient.length === rows * atoms) return;
    this.#valueGradient = new Float32Array(rows * atoms);
    this.#advantageGradient = new Float32Array(rows * actions * atoms);
  }
}
