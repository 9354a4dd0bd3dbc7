import type { Activation, Engine, Network, Trainable } from '@cartwheel/nn';
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
}

/** The return of each action in a state: `[rows, actions, atoms]`. Weights start as PyTorch's `Linear`. */
export interface QNetwork {
  /** By name, in a fixed order. */
  readonly trained: NamedTrainables;
  /** What observations go through first, if anything. */
  readonly features?: Network;
  /** A view that stays valid until the next pass. */
  forward(observations: Float32Array, rows: number): Float32Array;
  /** `gradient` is dL/d(what the last `forward` gave). */
  backward(gradient: Float32Array): void;
  /** The same function, without the features, as plain layers, one after the other. */
  layers(): DenseLayer[];
}

/** Throws `algorithms/invalid-features` where the hook's network takes other observations. */
export function createQNetwork(engine: Engine, spec: QNetworkSpec, random: Generator): QNetwork {
  const features = createFeatures(spec.features, { engine, observationSize: spec.observationSize, random });
  const above = features === undefined ? spec : { ...spec, observationSize: features.outputSize };
  const head = spec.dueling ? new DuelingNetwork(engine, above, random) : new PlainNetwork(engine, above, random);
  return features === undefined ? head : new NetworkOnFeatures(features, head);
}

/** What can lie above features. */
interface Head extends QNetwork {
  /** As `backward`; gives dL/d(what `forward` was given) too, a view that stays valid until the next pass. */
  backwardToInputs(gradient: Float32Array): Float32Array;
}

class NetworkOnFeatures implements QNetwork {
  readonly features: Network;
  readonly trained: NamedTrainables;
  readonly #head: Head;

  constructor(features: Network, head: Head) {
    this.features = features;
    this.#head = head;
    this.trained = features.parameterCount > 0 ? { features, ...head.trained } : head.trained;
  }

  forward(observations: Float32Array, rows: number): Float32Array {
    return this.#head.forward(this.features.forward(observations, rows), rows);
  }

  backward(gradient: Float32Array): void {
    if (this.features.parameterCount === 0) this.#head.backward(gradient);
    else this.features.backwardToParameters(this.#head.backwardToInputs(gradient));
  }

  layers(): DenseLayer[] {
    return this.#head.layers();
  }
}

class PlainNetwork implements Head {
  readonly trained: NamedTrainables;
  readonly #network: Network;

  constructor(engine: Engine, spec: QNetworkSpec, random: Generator) {
    const { observationSize: inputSize, netArch: hiddenSizes, activation } = spec;
    const outputSize = spec.actions * spec.atoms;
    const form = { inputSize, hiddenSizes, outputSize, activation, initialization: 'uniform' } as const;
    this.#network = engine.createMlp(form, random);
    this.trained = { q: this.#network };
  }

  forward(observations: Float32Array, rows: number): Float32Array {
    return this.#network.forward(observations, rows);
  }

  backward(gradient: Float32Array): void {
    this.#network.backwardToParameters(gradient);
  }

  backwardToInputs(gradient: Float32Array): Float32Array {
    return this.#network.backward(gradient);
  }

  layers(): DenseLayer[] {
    return layersOf(this.#network);
  }
}

/** Q = V + A − mean over actions of A; all but the last hidden layer are shared. */
class DuelingNetwork implements Head {
  readonly trained: NamedTrainables;
  readonly #spec: QNetworkSpec;
  readonly #trunk: Network | undefined;
  readonly #value: Network;
  readonly #advantage: Network;
  #outputs = new Float32Array(0);
  #valueGradient = new Float32Array(0);
  #advantageGradient = new Float32Array(0);
  #sharedGradient = new Float32Array(0);

  constructor(engine: Engine, spec: QNetworkSpec, random: Generator) {
    const { observationSize, actions, atoms, netArch, activation } = spec;
    const form = { activation, initialization: 'uniform' } as const;
    const shared = netArch.slice(0, -1);
    const trunkSize = shared.at(-1);
    this.#spec = spec;
    if (trunkSize !== undefined) {
      const hiddenSizes = shared.slice(0, -1);
      const trunk = { ...form, inputSize: observationSize, hiddenSizes, outputSize: trunkSize };
      this.#trunk = engine.createMlp({ ...trunk, outputActivation: activation }, random);
    }
    const head = { ...form, inputSize: trunkSize ?? observationSize, hiddenSizes: netArch.slice(-1) };
    this.#value = engine.createMlp({ ...head, outputSize: atoms }, random);
    this.#advantage = engine.createMlp({ ...head, outputSize: actions * atoms }, random);
    const trunk: Record<string, Trainable> = this.#trunk === undefined ? {} : { trunk: this.#trunk };
    this.trained = { ...trunk, value: this.#value, advantage: this.#advantage };
  }

  forward(observations: Float32Array, rows: number): Float32Array {
    const { actions, atoms } = this.#spec;
    const inputs = this.#trunk?.forward(observations, rows) ?? observations;
    const values = this.#value.forward(inputs, rows);
    const advantages = this.#advantage.forward(inputs, rows);
    if (this.#outputs.length !== advantages.length) this.#outputs = new Float32Array(advantages.length);
    const width = actions * atoms;
    for (let row = 0; row < rows; row++) {
      for (let atom = 0; atom < atoms; atom++) {
        const start = row * width + atom;
        let sum = 0;
        for (let i = start; i < (row + 1) * width; i += atoms) sum += advantages[i];
        const base = values[row * atoms + atom] - sum / actions;
        for (let i = start; i < (row + 1) * width; i += atoms) this.#outputs[i] = base + advantages[i];
      }
    }
    return this.#outputs;
  }

  backward(gradient: Float32Array): void {
    this.#split(gradient);
    if (this.#trunk !== undefined) return this.#trunk.backwardToParameters(this.#backwardThroughHeads());
    this.#value.backwardToParameters(this.#valueGradient);
    this.#advantage.backwardToParameters(this.#advantageGradient);
  }

  backwardToInputs(gradient: Float32Array): Float32Array {
    this.#split(gradient);
    const ofHeads = this.#backwardThroughHeads();
    return this.#trunk?.backward(ofHeads) ?? ofHeads;
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
  #backwardThroughHeads(): Float32Array {
    const ofValue = this.#value.backward(this.#valueGradient);
    const ofAdvantage = this.#advantage.backward(this.#advantageGradient);
    if (this.#sharedGradient.length !== ofValue.length) this.#sharedGradient = new Float32Array(ofValue.length);
    for (let i = 0; i < ofValue.length; i++) this.#sharedGradient[i] = ofValue[i] + ofAdvantage[i];
    return this.#sharedGradient;
  }

  #makeRoom(rows: number): void {
    const { actions, atoms } = this.#spec;
    if (this.#valueGradient.length === rows * atoms) return;
    this.#valueGradient = new Float32Array(rows * atoms);
    this.#advantageGradient = new Float32Array(rows * actions * atoms);
  }
}
