import type { Network } from '@cartwheel/nn';
import type { FeatureHook } from './feature-hook.ts';

/** Writes the features of one observation. */
export type WriteFeatures = (observation: Float32Array, features: Float32Array) => void;

/**
 * A features hook of a plain function: `size` numbers that it writes for each observation. It has no weights.
 *
 * ```ts
 * const features = featureFunction(3, ([x, y], target) => target.set([x, y, x * y]));
 * ```
 */
export function featureFunction(size: number, write: WriteFeatures): FeatureHook {
  return ({ observationSize }) => new FunctionNetwork(observationSize, size, write);
}

class FunctionNetwork implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly parameterCount = 0;
  readonly tensors = [];
  readonly #write: WriteFeatures;
  #outputs = new Float32Array(0);

  constructor(inputSize: number, outputSize: number, write: WriteFeatures) {
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.#write = write;
  }

  forward(x: Float32Array, batch: number): Float32Array {
    const { inputSize, outputSize } = this;
    if (this.#outputs.length !== batch * outputSize) this.#outputs = new Float32Array(batch * outputSize);
    for (let row = 0; row < batch; row++) {
      const observation = x.subarray(row * inputSize, (row + 1) * inputSize);
      this.#write(observation, this.#outputs.subarray(row * outputSize, (row + 1) * outputSize));
    }
    return this.#outputs;
  }

  readParameters(target: Float32Array = new Float32Array(0)): Float32Array {
    return target;
  }

  writeParameters(): void {
    // It has none.
  }

  readGradients(target: Float32Array = new Float32Array(0)): Float32Array {
    return target;
  }

  polyakUpdate(): void {
    // It has no parameters.
  }

  backward(): Float32Array {
    throw new TypeError('A function of observations is the first part of a network: nothing lies before it.');
  }

  backwardToParameters(): void {
    // It has no parameters.
  }

  backwardToInputs(): Float32Array {
    return this.backward();
  }
}
