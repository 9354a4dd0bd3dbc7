import { CartwheelError } from '@cartwheel/async-guard';
import { checkBatch, checkLength } from '../check-length.ts';
import { initializeMlp } from '../initialization/orthogonal.ts';
import { layOutMlp, type LayerLayout } from '../mlp-layout.ts';
import type { MlpSpec, Network, NormalSource, TensorSpec } from '../network.ts';
import { JS_ACTIVATIONS, type JsActivation } from './activations.ts';
import { multiply } from './multiply.ts';

/** A layer's share of the flat vectors, and its buffers for as many rows as the largest batch so far had. */
interface Layer {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly weightGradients: Float32Array;
  readonly biasGradients: Float32Array;
  readonly biasSums: Float64Array;
  /** The layer's input: the network's, or the outputs of the layer before. */
  inputs: Float32Array;
  outputs: Float32Array;
  /** dL/d`inputs`. */
  inputGradients: Float32Array;
}

/** What `forward` and `backward` give for one batch size. */
interface Views {
  readonly output: Float32Array;
  readonly inputGradient: Float32Array;
}

/** The MLP of the `js` engine. Allocates when a batch is larger than any before, or of a size not seen before. */
export class JsMlp implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly parameterCount: number;
  readonly tensors: readonly TensorSpec[];
  /** The live flat parameters, for the optimiser. */
  readonly parameters: Float32Array;
  /** The live flat gradients, for the optimiser. */
  readonly gradients: Float32Array;
  readonly #layers: readonly Layer[];
  readonly #hidden: JsActivation;
  readonly #viewsByBatch = new Map<number, Views>();
  #capacity = 0;
  #batch = 0;

  constructor(spec: MlpSpec, random: NormalSource) {
    const layout = layOutMlp(spec);
    this.inputSize = spec.inputSize;
    this.outputSize = spec.outputSize;
    this.parameterCount = layout.parameterCount;
    this.tensors = layout.tensors;
    this.parameters = initializeMlp(layout, random);
    this.gradients = new Float32Array(layout.parameterCount);
    this.#hidden = JS_ACTIVATIONS[spec.activation];
    this.#layers = layout.layers.map((layer) => createLayer(layer, this.parameters, this.gradients));
  }

  forward(x: Float32Array, batch: number): Float32Array {
    checkBatch(batch);
    checkLength(x, batch * this.inputSize, 'x', `${batch} rows of ${this.inputSize}`);
    const views = this.#views(batch);
    this.#batch = batch;
    this.#layers[0].inputs.set(x);
    const last = this.#layers.length - 1;
    for (let l = 0; l <= last; l++) {
      const { inputs, weights, outputs, inputSize, outputSize, biases } = this.#layers[l];
      multiply(outputs, batch, outputSize, inputSize, inputs, inputSize, 1, weights, outputSize, 1);
      const activation = l === last ? JS_ACTIVATIONS.identity : this.#hidden;
      activation.activate(outputs, biases, batch);
    }
    return views.output;
  }

  backward(outputGradient: Float32Array): Float32Array {
    const batch = this.#batch;
    if (batch === 0) {
      throw new CartwheelError('nn/no-forward', 'backward needs the batch of a forward pass; call forward first.');
    }
    const expected = batch * this.outputSize;
    checkLength(outputGradient, expected, 'The output gradient', `${batch} rows of ${this.outputSize}`);
    let gradient = outputGradient;
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const layer = this.#layers[l];
      const { inputs, inputGradients, inputSize, outputSize } = layer;
      multiply(layer.weightGradients, inputSize, outputSize, batch, inputs, 1, inputSize, gradient, outputSize, 1);
      sumColumns(layer.biasGradients, layer.biasSums, gradient, batch);
      multiply(inputGradients, batch, inputSize, outputSize, gradient, outputSize, 1, layer.weights, 1, outputSize);
      if (l > 0) this.#hidden.multiplyByDerivative(inputGradients, inputs, batch * inputSize);
      gradient = inputGradients;
    }
    return this.#views(batch).inputGradient;
  }

  readParameters(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the parameters', 'parameterCount');
    target.set(this.parameters);
    return target;
  }

  writeParameters(source: Float32Array): void {
    checkLength(source, this.parameterCount, 'The parameters', 'parameterCount');
    this.parameters.set(source);
  }

  readGradients(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the gradients', 'parameterCount');
    target.set(this.gradients);
    return target;
  }

  #views(batch: number): Views {
    if (batch > this.#capacity) this.#grow(batch);
    const known = this.#viewsByBatch.get(batch);
    if (known !== undefined) return known;
    const { outputs } = this.#layers[this.#layers.length - 1];
    const { inputGradients } = this.#layers[0];
    const views = {
      output: outputs.subarray(0, batch * this.outputSize),
      inputGradient: inputGradients.subarray(0, batch * this.inputSize),
    };
    this.#viewsByBatch.set(batch, views);
    return views;
  }

  #grow(batch: number): void {
    let inputs: Float32Array = new Float32Array(batch * this.inputSize);
    for (const layer of this.#layers) {
      layer.inputs = inputs;
      layer.inputGradients = new Float32Array(inputs.length);
      layer.outputs = new Float32Array(batch * layer.outputSize);
      inputs = layer.outputs;
    }
    this.#viewsByBatch.clear();
    this.#capacity = batch;
  }
}

function createLayer(layout: LayerLayout, parameters: Float32Array, gradients: Float32Array): Layer {
  const { inputSize, outputSize, weightOffset, biasOffset } = layout;
  const end = biasOffset + outputSize;
  return {
    inputSize,
    outputSize,
    weights: parameters.subarray(weightOffset, biasOffset),
    biases: parameters.subarray(biasOffset, end),
    weightGradients: gradients.subarray(weightOffset, biasOffset),
    biasGradients: gradients.subarray(biasOffset, end),
    biasSums: new Float64Array(outputSize),
    inputs: new Float32Array(0),
    outputs: new Float32Array(0),
    inputGradients: new Float32Array(0),
  };
}

/** `target[j] = Σ rows values[row, j]`, row by row, summed in double precision in `sums`. */
function sumColumns(target: Float32Array, sums: Float64Array, values: Float32Array, rows: number): void {
  const columns = target.length;
  sums.fill(0);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++, i++) sums[j] += values[i];
  }
  target.set(sums);
}
