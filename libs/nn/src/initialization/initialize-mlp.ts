import type { LayerLayout, MlpLayout } from '../mlp-layout.ts';
import type { RandomSource } from '../network.ts';
import { orthogonal } from './orthogonal.ts';

/**
 * The flat parameters of a fresh MLP. Draws, layer by layer, in the order of PyTorch's `[out, in]` weights, then (when
 * `uniform`) of its biases.
 */
export function initializeMlp(layout: MlpLayout, random: RandomSource): Float32Array {
  const parameters = new Float32Array(layout.parameterCount);
  for (const layer of layout.layers) {
    if (layout.initialization === 'orthogonal') initializeOrthogonal(parameters, layer, random);
    else initializeUniform(parameters, layer, random);
  }
  return parameters;
}

function initializeOrthogonal(parameters: Float32Array, layer: LayerLayout, random: RandomSource): void {
  const { inputSize, outputSize, gain, weightOffset } = layer;
  const q = orthogonal(outputSize, inputSize, random);
  for (let i = 0; i < inputSize; i++) {
    for (let o = 0; o < outputSize; o++) parameters[weightOffset + i * outputSize + o] = gain * q[o * inputSize + i];
  }
}

/** `kaiming_uniform_(a = √5)`, which is what PyTorch's `Linear` does to itself. */
function initializeUniform(parameters: Float32Array, layer: LayerLayout, random: RandomSource): void {
  const { inputSize, outputSize, weightOffset, biasOffset } = layer;
  const bound = 1 / Math.sqrt(inputSize);
  for (let o = 0; o < outputSize; o++) {
    for (let i = 0; i < inputSize; i++) {
      parameters[weightOffset + i * outputSize + o] = (2 * random.random() - 1) * bound;
    }
  }
  for (let o = 0; o < outputSize; o++) parameters[biasOffset + o] = (2 * random.random() - 1) * bound;
}
