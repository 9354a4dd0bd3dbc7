import { CartwheelError } from '@cartwheel/async-guard';
import type { Activation, MlpSpec, TensorSpec } from './network.ts';

/** One linear layer and where it lies in the flat parameter vector. */
export interface LayerLayout {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Gain of the orthogonal initialisation. */
  readonly gain: number;
  /** Where the weights `[inputSize, outputSize]` start. */
  readonly weightOffset: number;
  /** Where the biases `[outputSize]` start. */
  readonly biasOffset: number;
}

/** How an MLP's flat parameter vector is divided; the same for every engine. */
export interface MlpLayout {
  readonly layers: readonly LayerLayout[];
  readonly tensors: readonly TensorSpec[];
  readonly parameterCount: number;
}

const ACTIVATIONS: ReadonlySet<Activation> = new Set(['tanh', 'relu', 'identity']);

/** Lays an MLP out. Throws `nn/wrong-spec`. */
export function layOutMlp(spec: MlpSpec): MlpLayout {
  checkSpec(spec);
  const { hiddenGain = Math.SQRT2, outputGain = 1 } = spec;
  const sizes = [spec.inputSize, ...spec.hiddenSizes, spec.outputSize];
  const layers: LayerLayout[] = [];
  const tensors: TensorSpec[] = [];
  let offset = 0;
  for (let l = 0; l < sizes.length - 1; l++) {
    const inputSize = sizes[l];
    const outputSize = sizes[l + 1];
    const biasOffset = offset + inputSize * outputSize;
    const gain = l === sizes.length - 2 ? outputGain : hiddenGain;
    layers.push({ inputSize, outputSize, gain, weightOffset: offset, biasOffset });
    tensors.push({ name: `layers.${l}.weight`, shape: [inputSize, outputSize] });
    tensors.push({ name: `layers.${l}.bias`, shape: [outputSize] });
    offset = biasOffset + outputSize;
  }
  return { layers, tensors, parameterCount: offset };
}

function checkSpec(spec: MlpSpec): void {
  checkSize('inputSize', spec.inputSize);
  spec.hiddenSizes.forEach((size, l) => {
    checkSize(`hiddenSizes[${l}]`, size);
  });
  checkSize('outputSize', spec.outputSize);
  checkGain('hiddenGain', spec.hiddenGain);
  checkGain('outputGain', spec.outputGain);
  if (!ACTIVATIONS.has(spec.activation)) {
    throw wrongSpec('activation', `one of ${[...ACTIVATIONS].join(', ')}`, spec.activation);
  }
}

function checkSize(field: string, size: number): void {
  if (!Number.isSafeInteger(size) || size < 1) throw wrongSpec(field, 'a positive integer', size);
}

function checkGain(field: string, gain: number | undefined): void {
  if (gain !== undefined && !Number.isFinite(gain)) throw wrongSpec(field, 'a finite number', gain);
}

function wrongSpec(field: string, expected: string, got: unknown): CartwheelError<'nn/wrong-spec'> {
  return new CartwheelError('nn/wrong-spec', `The network's ${field} must be ${expected}, not ${String(got)}.`);
}
