import { checkInput, checkOutputGradient } from '../check-length.ts';
import { initializeMlp } from '../initialization/initialize-mlp.ts';
import { layOutMlp, type MlpLayout } from '../mlp-layout.ts';
import type { MlpSpec, Network, RandomSource } from '../network.ts';
import { createActivationBuffers, panelStride, type ActivationBuffers } from './activation-buffers.ts';
import { layOutPanels } from './panel-layout.ts';
import { createStages, createWeights, transposedSize, type Stage, type Weights } from './stages.ts';
import type { WasmRuntime } from './wasm-runtime.ts';
import { WasmTrainable } from './wasm-trainable.ts';

/** What `forward` and `backward` give for one batch size: arrays of their own, since the engine's memory may move. */
interface Results {
  readonly output: Float32Array;
  readonly inputGradient: Float32Array;
  /** Where the rows of each come from. */
  readonly stagedOutput: Float32Array;
  readonly stagedInputGradient: Float32Array;
}

/** The MLP of the `wasm` engine. Allocates when a batch is larger than any before, or of a size not seen before. */
export class WasmMlp extends WasmTrainable implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #layout: MlpLayout;
  readonly #stages: readonly Stage[];
  readonly #weights: readonly Weights[];
  /** Where weights are transposed to. */
  readonly #transposed: number;
  #buffers: ActivationBuffers;
  readonly #resultsByBatch = new Map<number, Results>();
  /** The view of the memory that the results were made from. */
  #floats: Float32Array;
  #batch = 0;

  constructor(runtime: WasmRuntime, spec: MlpSpec, random: RandomSource) {
    const layout = layOutMlp(spec);
    const panels = layOutPanels(layout);
    super(runtime, panels, layout.tensors);
    this.inputSize = layout.inputSize;
    this.outputSize = layout.outputSize;
    this.#layout = layout;
    this.#stages = createStages(layout, panels, this.gradients);
    this.#weights = createWeights(layout, panels, this.parameters, this.gradients);
    this.#transposed = runtime.memory.allocate(transposedSize(layout), this).address;
    this.#buffers = createActivationBuffers(runtime.memory, layout, 1, this);
    this.#floats = runtime.memory.floats;
    this.writeParameters(initializeMlp(layout, random));
  }

  forward(x: Float32Array, batch: number): Float32Array {
    checkInput(x, batch, this.inputSize);
    this.#batch = batch;
    const results = this.#results(batch);
    const { kernels } = this.runtime;
    const { values, slopes, staging } = this.#buffers;
    const stride = panelStride(batch);
    this.#floats.set(x, staging >>> 2);
    kernels.pack(staging, batch, this.inputSize, values[0], stride);
    for (let l = 0; l < this.#weights.length; l++) {
      const { weights, panel, biases } = this.#weights[l];
      const { panels, activation } = this.#stages[l + 1];
      const inputs = values[l];
      const outputs = values[l + 1];
      const { size } = this.#stages[l];
      kernels.forward(
        inputs,
        stride,
        weights,
        panel,
        biases,
        outputs,
        stride,
        slopes[l + 1],
        batch,
        size,
        panels,
        activation,
      );
    }
    kernels.unpack(values[this.#weights.length], stride, staging, batch, this.outputSize);
    results.output.set(results.stagedOutput);
    return results.output;
  }

  backward(outputGradient: Float32Array): Float32Array {
    return this.#takeInputGradient(this.#backward(outputGradient, true, true));
  }

  backwardToParameters(outputGradient: Float32Array): void {
    this.#backward(outputGradient, true, false);
  }

  backwardToInputs(outputGradient: Float32Array): Float32Array {
    return this.#takeInputGradient(this.#backward(outputGradient, false, true));
  }

  /** Gives the address of the last gradient that it computed: of the inputs, if it was to go so far. */
  #backward(outputGradient: Float32Array, toParameters: boolean, toInputs: boolean): number {
    const batch = this.#batch;
    checkOutputGradient(outputGradient, batch, this.outputSize);
    const { kernels, memory } = this.runtime;
    const { values, slopes, gradients, staging } = this.#buffers;
    const stride = panelStride(batch);
    const last = this.#weights.length;
    let gradient = gradients[0];
    let next = gradients[1];
    const output = this.#stages[last];
    memory.floats.set(outputGradient, staging >>> 2);
    kernels.pack(staging, batch, this.outputSize, gradient, stride);
    kernels.startBackward(
      gradient,
      stride,
      slopes[last],
      toParameters ? output.biasGradients : 0,
      batch,
      output.panels,
      output.activation,
    );
    for (let l = last - 1; l >= 0; l--) {
      const layer = this.#weights[l];
      const inputs = this.#stages[l];
      const outputs = this.#stages[l + 1];
      if (toParameters) {
        kernels.multiplyTransposed(
          values[l],
          stride,
          gradient,
          stride,
          layer.gradients,
          layer.panel,
          inputs.size,
          batch,
          outputs.panels,
        );
      }
      if (l === 0 && !toInputs) break;
      kernels.transpose(layer.weights, inputs.panels, outputs.panels, this.#transposed);
      kernels.backward(
        gradient,
        stride,
        this.#transposed,
        layer.transposedPanel,
        next,
        stride,
        slopes[l],
        toParameters ? inputs.biasGradients : 0,
        batch,
        outputs.size,
        inputs.panels,
        inputs.activation,
      );
      const free = gradient;
      gradient = next;
      next = free;
    }
    return gradient;
  }

  #takeInputGradient(gradient: number): Float32Array {
    const results = this.#results(this.#batch);
    this.runtime.kernels.unpack(gradient, panelStride(this.#batch), this.#buffers.staging, this.#batch, this.inputSize);
    results.inputGradient.set(results.stagedInputGradient);
    return results.inputGradient;
  }

  /** Also makes room for the batch. */
  #results(batch: number): Results {
    const { memory } = this.runtime;
    if (batch > this.#buffers.capacity) this.#grow(batch);
    if (this.#floats !== memory.floats) {
      this.#resultsByBatch.clear();
      this.#floats = memory.floats;
    }
    let results = this.#resultsByBatch.get(batch);
    if (results === undefined) {
      results = createResults(
        memory.floats,
        this.#buffers.staging >>> 2,
        batch * this.outputSize,
        batch * this.inputSize,
      );
      this.#resultsByBatch.set(batch, results);
    }
    return results;
  }

  #grow(batch: number): void {
    const { memory } = this.runtime;
    for (const block of this.#buffers.blocks) memory.release(block);
    this.#buffers = createActivationBuffers(memory, this.#layout, batch, this);
    this.#resultsByBatch.clear();
  }
}

function createResults(floats: Float32Array, start: number, outputs: number, inputs: number): Results {
  return {
    output: new Float32Array(outputs),
    inputGradient: new Float32Array(inputs),
    stagedOutput: floats.subarray(start, start + outputs),
    stagedInputGradient: floats.subarray(start, start + inputs),
  };
}
