import type { LayerLayout } from '../mlp-layout.ts';
import { JS_ACTIVATIONS, type JsActivation } from './activations.ts';

/** A layer's share of the flat vectors. */
export interface JsLayer {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly activation: JsActivation;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly weightGradients: Float32Array;
  readonly biasGradients: Float32Array;
}

export function createJsLayer(layout: LayerLayout, parameters: Float32Array, gradients: Float32Array): JsLayer {
  const { inputSize, outputSize, weightOffset, biasOffset } = layout;
  const end = biasOffset + outputSize;
  return {
    inputSize,
    outputSize,
    activation: JS_ACTIVATIONS[layout.activation],
    weights: parameters.subarray(weightOffset, biasOffset),
    biases: parameters.subarray(biasOffset, end),
    weightGradients: gradients.subarray(weightOffset, biasOffset),
    biasGradients: gradients.subarray(biasOffset, end),
  };
}

/** What a pass keeps of a batch in one layer. */
export interface LayerRoom {
  /** The layer's input: the network's, or the outputs of the layer before. */
  readonly inputs: Float32Array;
  readonly outputs: Float32Array;
  /** Where the activation needs more than its output: its derivative. */
  readonly derivatives: Float32Array;
  /** dL/d`outputs`, then dL/d(`outputs` before the activation). */
  readonly outputGradients: Float32Array;
  /** dL/d`inputs`. */
  readonly inputGradients: Float32Array;
  readonly biasSums: Float64Array;
}

/** Room for `batch` rows in each of the layers; one layer's outputs are the next one's inputs. */
export function makeRoom(layers: readonly JsLayer[], batch: number): LayerRoom[] {
  let inputs = new Float32Array(batch * layers[0].inputSize);
  let inputGradients = new Float32Array(inputs.length);
  return layers.map(({ outputSize, activation }) => {
    const size = batch * outputSize;
    const room = {
      inputs,
      inputGradients,
      outputs: new Float32Array(size),
      outputGradients: new Float32Array(size),
      derivatives: new Float32Array(activation.storesDerivative ? size : 0),
      biasSums: new Float64Array(outputSize),
    };
    inputs = room.outputs;
    inputGradients = room.outputGradients;
    return room;
  });
}
