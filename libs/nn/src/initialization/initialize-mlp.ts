import { finish } from '../finish.ts';
import type { LayerLayout, MlpLayout } from '../mlp-layout.ts';
import type { Defer, Pieces, RandomSource, Trainable } from '../network.ts';
import { DRAWS, drawGaussian, orthonormalize } from './orthogonal.ts';

/** Gives a fresh MLP its parameters, or has that done later. */
export function initialize(mlp: Trainable, layout: MlpLayout, random: RandomSource, defer?: Defer): void {
  if (defer === undefined) mlp.writeParameters(initializeMlp(layout, random));
  else defer(initializeInPieces(mlp, initializeMlpInPieces(layout, random)));
}

function* initializeInPieces(mlp: Trainable, parameters: Pieces<Float32Array>): Pieces<void> {
  mlp.writeParameters(yield* parameters);
}

/** The flat parameters of a fresh MLP, in one go. */
export function initializeMlp(layout: MlpLayout, random: RandomSource): Float32Array {
  return finish(initializeMlpInPieces(layout, random));
}

/**
 * The flat parameters of a fresh MLP. Draws, layer by layer, in the order of PyTorch's `[out, in]` weights, then (when
 * `uniform`) of its biases.
 */
export function* initializeMlpInPieces(layout: MlpLayout, random: RandomSource): Pieces<Float32Array> {
  const parameters = new Float32Array(layout.parameterCount);
  for (const layer of layout.layers) {
    if (layout.initialization === 'orthogonal') yield* initializeOrthogonal(parameters, layer, random);
    else yield* initializeUniform(parameters, layer, random);
    yield;
  }
  return parameters;
}

function* initializeOrthogonal(parameters: Float32Array, layer: LayerLayout, random: RandomSource): Pieces<void> {
  const { inputSize, outputSize, gain, weightOffset } = layer;
  const q = yield* drawGaussian(outputSize, inputSize, random);
  yield* orthonormalize(q);
  // The vectors are rows of `[out, in]` where it is wide: columns of the `[in, out]` that the parameters have.
  const [vectorStride, elementStride] = outputSize < inputSize ? [1, outputSize] : [outputSize, 1];
  for (let i = 0; i < q.count; i++) {
    for (let e = 0; e < q.length; e++) {
      parameters[weightOffset + i * vectorStride + e * elementStride] = gain * q.elements[i * q.length + e];
    }
  }
}

/** `kaiming_uniform_(a = √5)`, which is what PyTorch's `Linear` does to itself. */
function* initializeUniform(parameters: Float32Array, layer: LayerLayout, random: RandomSource): Pieces<void> {
  const { inputSize, outputSize, weightOffset, biasOffset } = layer;
  const bound = 1 / Math.sqrt(inputSize);
  for (let o = 0, drawn = inputSize; o < outputSize; o++, drawn += inputSize) {
    if (drawn > DRAWS) {
      drawn = inputSize;
      yield;
    }
    for (let i = 0; i < inputSize; i++) {
      parameters[weightOffset + i * outputSize + o] = (2 * random.random() - 1) * bound;
    }
  }
  for (let o = 0; o < outputSize; o++) parameters[biasOffset + o] = (2 * random.random() - 1) * bound;
}
