import { checkInput, checkOutputGradient } from '../check-length.ts';
import { initializeMlp } from '../initialization/initialize-mlp.ts';
import { layOutMlp, type LayerLayout, type MlpLayout } from '../mlp-layout.ts';
import type { MlpSpec, Network, RandomSource } from '../network.ts';
import { JS_ACTIVATIONS, type JsActivation } from './activations.ts';
import { JsTrainable } from './js-trainable.ts';
import { multiply } from './multiply.ts';

/** A layer's share of the flat vectors, and its buffers for as many rows as the largest batch so far had. */
interface Layer {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly activation: JsActivation;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly weightGradients: Float32Array;
  readonly biasGradients: Float32Array;
  readonly biasSums: Float64Array;
  /** The layer's input: the network's, or the outputs of the layer before. */
  inputs: Float32Array;
  outputs: Float32Array;
  /** Where the activation needs more than its output: its derivative. */
  derivatives: Float32Array;
  /** dL/d`outputs`, then dL/d(`outputs` before the activation). */
  outputGradients: Float32Array;
  /** dL/d`inputs`. */
  inputGradients: Float32Array;
}

/** What `forward` and `backward` give for one batch size. */
interface Views {
  readonly output: Float32Array;
  readonly inputGradient: Float32Array;
}

/** The MLP of the `js` engine. Allocates when a batch is larger than any before, or of a size not seen before. */
export class JsMlp extends JsTrainable implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #layers: readonly Layer[];
  readonly #viewsByBatch = new Map<number, Views>();
  #capacity = 0;
  #batch = 0;

  constructor(spec: MlpSpec, random: RandomSource) {
    const layout: MlpLayout = layOutMlp(spec);
    super(initializeMlp(layout, random), layout.tensors);
    this.inputSize = layout.inputSize;
    this.outputSize = layout.outputSize;
    this.#layers = layout.layers.map((layer) => createLayer(layer, this.parameters, this.gradients));
  }

  forward(x: Float32Array, batch: number): Float32Array {
    checkInput(x, batch, this.inputSize);
    const views = this.#views(batch);
    this.#batch = batch;
    this.#layers[0].inputs.set(x);
    for (const { inputs, weights, outputs, derivatives, inputSize, outputSize, biases, activation } of this.#layers) {
      multiply(outputs, batch, outputSize, inputSize, inputs, inputSize, 1, weights, outputSize, 1);
      activation.activate(outputs, biases, batch, derivatives);
    }
    return views.output;
  }

  backward(outputGradient: Float32Array): Float32Array {
    return this.#backward(outputGradient, true, true);
  }

  backwardToParameters(outputGradient: Float32Array): void {
    this.#backward(outputGradient, true, false);
  }

  backwardToInputs(outputGradient: Float32Array): Float32Array {
    return this.#backward(outputGradient, false, true);
  }

  #backward(outputGradient: Float32Array, toParameters: boolean, toInputs: boolean): Float32Array {
    const batch = this.#batch;
    checkOutputGradient(outputGradient, batch, this.outputSize);
    const last = this.#layers.length - 1;
    this.#layers[last].outputGradients.set(outputGradient);
    for (let l = last; l >= 0; l--) {
      const layer = this.#layers[l];
      const { activation, outputGradients, outputs, derivatives, inputSize, outputSize } = layer;
      activation.multiplyByDerivative(outputGradients, outputs, derivatives, batch * outputSize);
      if (toParameters) setParameterGradients(layer, batch);
      if (l === 0 && !toInputs) break;
      const { inputGradients, weights } = layer;
      multiply(inputGradients, batch, inputSize, outputSize, outputGradients, outputSize, 1, weights, 1, outputSize);
    }
    return this.#views(batch).inputGradient;
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
    let inputGradients: Float32Array = new Float32Array(inputs.length);
    for (const layer of this.#layers) {
      const size = batch * layer.outputSize;
      layer.inputs = inputs;
      layer.inputGradients = inputGradients;
      layer.outputs = new Float32Array(size);
      layer.outputGradients = new Float32Array(size);
      if (layer.activation.storesDerivative) layer.derivatives = new Float32Array(size);
      inputs = layer.outputs;
      inputGradients = layer.outputGradients;
    }
    this.#viewsByBatch.clear();
    this.#capacity = batch;
  }
}

function createLayer(layout: LayerLayout, parameters: Float32Array, gradients: Float32Array): Layer {
  const { inputSize, outputSize, weightOffset, biasOffset } = layout;
  const end = biasOffset + outputSize;
  const none = new Float32Array(0);
  return {
    inputSize,
    outputSize,
    activation: JS_ACTIVATIONS[layout.activation],
    weights: parameters.subarray(weightOffset, biasOffset),
    biases: parameters.subarray(biasOffset, end),
    weightGradients: gradients.subarray(weightOffset, biasOffset),
    biasGradients: gradients.subarray(biasOffset, end),
    biasSums: new Float64Array(outputSize),
    inputs: none,
    outputs: none,
    derivatives: none,
    outputGradients: none,
    inputGradients: none,
  };
}

function setParameterGradients(layer: Layer, batch: number): void {
  const { weightGradients, inputs, outputGradients, inputSize, outputSize } = layer;
  multiply(weightGradients, inputSize, outputSize, batch, inputs, 1, inputSize, outputGradients, outputSize, 1);
  sumColumns(layer.biasGradients, layer.biasSums, outputGradients, batch);
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
