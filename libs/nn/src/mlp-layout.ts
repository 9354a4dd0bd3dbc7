import { CartwheelError } from '@cartwheel/async-guard';
import type { Activation, Initialization, MlpSpec, TensorSpec } from './network.ts';

/** One layer and where it lies in the flat parameter vector. */
export interface LayerLayout {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly activation: Activation;
  /** Gain of the orthogonal initialisation. */
  readonly gain: number;
  /** Where the weights `[inputSize, outputSize]` start. */
  readonly weightOffset: number;
  /** Where the biases `[outputSize]` start. */
  readonly biasOffset: number;
}

/** How an MLP's flat parameter vector is divided; the same for every engine. */
export interface MlpLayout {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly layers: readonly LayerLayout[];
  readonly initialization: Initialization;
  readonly tensors: readonly TensorSpec[];
  readonly parameterCount: number;
}

const ACTIVATIONS: ReadonlySet<Activation> = new Set(['tanh', 'relu', 'leakyRelu', 'elu', 'silu', 'identity']);
const INITIALIZATIONS: ReadonlySet<Initialization> = new Set(['orthogonal', 'uniform']);

/** Lays an MLP out. Throws `nn/wrong-spec`. */
export function layOutMlp(spec: MlpSpec): MlpLayout {
  checkSpec(spec);
  const {
    outputActivation = 'identity',
    initialization = 'orthogonal',
    hiddenGain = Math.SQRT2,
    outputGain = 1,
  } = spec;
  const sizes = [spec.inputSize, ...spec.hiddenSizes, spec.outputSize];
  const layers: LayerLayout[] = [];
  const tensors: TensorSpec[] = [];
  let offset = 0;
  for (let l = 0; l < sizes.length - 1; l++) {
    const inputSize = sizes[l];
    const outputSize = sizes[l + 1];
    const isOutput = l === sizes.length - 2;
    const activation = isOutput ? outputActivation : spec.activation;
    const gain = isOutput ? outputGain : hiddenGain;
    const biasOffset = offset + inputSize * outputSize;
    layers.push({ inputSize, outputSize, activation, gain, weightOffset: offset, biasOffset });
    tensors.push({ name: `layers.${l}.weight`, shape: [inputSize, outputSize] });
    tensors.push({ name: `layers.${l}.bias`, shape: [outputSize] });
    offset = biasOffset + outputSize;
  }
  const { inputSize, outputSize } = spec;
  return { inputSize, outputSize, layers, initialization, tensors, parameterCount: offset };
}

function checkSpec(spec: MlpSpec): void {
  checkSize('inputSize', spec.inputSize);
  spec.hiddenSizes.forEach((size, l) => {
    checkSize(`hiddenSizes[${l}]`, size);
  });
  checkSize('outputSize', spec.outputSize);
  checkGain('hiddenGain', spec.hiddenGain);
  checkGain('outputGain', spec.outputGain);
  checkName('activation', spec.activation, ACTIVATIONS);
  checkName('outputActivation', spec.outputActivation, ACTIVATIONS);
  checkName('initialization', spec.initialization, INITIALIZATIONS);
}

function checkSize(field: string, size: number): void {
  if (!Number.isSafeInteger(size) || size < 1) throw wrongSpec(field, 'a positive integer', size);
}

function checkGain(field: string, gain: number | undefined): void {
  if (gain !== undefined && !Number.isFinite(gain)) throw wrongSpec(field, 'a finite number', gain);
}

function checkName<T extends string>(field: string, name: T | undefined, known: ReadonlySet<T>): void {
  if (name !== undefined && !known.has(name)) throw wrongSpec(field, `one of ${[...known].join(', ')}`, name);
}

function wrongSpec(field: string, expected: string, got: unknown): CartwheelError<'nn/wrong-spec'> {
  return new CartwheelError('nn/wrong-spec', `The network's ${field} must be ${expected}, not ${String(got)}.`);
}
