import { checkInput, checkOutputGradient } from '../check-length.ts';
import { initializeMlp } from '../initialization/initialize-mlp.ts';
import { layOutMlp } from '../mlp-layout.ts';
import type { MlpSpec, Network, RandomSource } from '../network.ts';
import { createActivationBuffers, panelStride, type ActivationBuffers } from './activation-buffers.ts';
import { createChunks, type Chunks } from './chunks.ts';
import { JOBS } from './kernels.ts';
import { networkTableSize, transposedSize, writeNetworkTable, type NetworkParts } from './network-table.ts';
import { layOutPanels } from './panel-layout.ts';
import type { WasmRuntime } from './wasm-runtime.ts';
import { WasmTrainable } from './wasm-trainable.ts';

/** What `forward` and `backward` give for one batch size: arrays of their own, since the engine's memory may move. */
interface Results {
  readonly output: Float32Array;
  readonly inputGradient: Float32Array;
  /** Where the rows of each come from. */
  readonly outputRows: Float32Array;
  readonly inputRows: Float32Array;
  readonly chunks: Chunks;
}

/** The MLP of the `wasm` engine. Allocates when a batch is larger than any before, or of a size not seen before. */
export class WasmMlp extends WasmTrainable implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #parts: NetworkParts;
  /** What the kernels read of this network. */
  readonly #table: number;
  #buffers: ActivationBuffers;
  readonly #resultsByBatch = new Map<number, Results>();
  /** The view of the memory that the results were made from. */
  #floats: Float32Array;
  #batch = 0;

  constructor(runtime: WasmRuntime, spec: MlpSpec, random: RandomSource) {
    const layout = layOutMlp(spec);
    const panels = layOutPanels(layout);
    super(runtime, panels, layout.tensors);
    const { parameters, gradients } = this;
    const transposed = runtime.memory.allocate(transposedSize(layout), this).address;
    this.inputSize = layout.inputSize;
    this.outputSize = layout.outputSize;
    this.#parts = { layout, panels, parameters, gradients, transposed };
    this.#table = runtime.memory.allocate(networkTableSize(layout), this).address;
    this.#buffers = this.#makeRoom(1);
    this.#floats = runtime.memory.floats;
    this.writeParameters(initializeMlp(layout, random));
  }

  forward(x: Float32Array, batch: number): Float32Array {
    checkInput(x, batch, this.inputSize);
    this.#batch = batch;
    const { output, outputRows, chunks } = this.#results(batch);
    this.#floats.set(x, this.#buffers.inputRows >>> 2);
    this.runtime.run(JOBS.forward, this.#table, 0, batch, chunks.rows, batch, panelStride(batch));
    output.set(outputRows);
    return output;
  }

  backward(outputGradient: Float32Array): Float32Array {
    this.#backward(outputGradient, true);
    this.#gradients();
    return this.#takeInputGradient();
  }

  backwardToParameters(outputGradient: Float32Array): void {
    this.#backward(outputGradient, false);
    this.#gradients();
  }

  backwardToInputs(outputGradient: Float32Array): Float32Array {
    this.#backward(outputGradient, true);
    return this.#takeInputGradient();
  }

  /** The gradients at the outputs of each layer, and at the inputs where they are wanted. */
  #backward(outputGradient: Float32Array, toInputs: boolean): void {
    const batch = this.#batch;
    checkOutputGradient(outputGradient, batch, this.outputSize);
    const { runtime } = this;
    const { chunks } = this.#results(batch);
    const stride = panelStride(batch);
    this.#floats.set(outputGradient, this.#buffers.outputRows >>> 2);
    const first = toInputs ? 0 : chunks.inputPanels;
    runtime.run(JOBS.transpose, this.#table, first, chunks.belowPanels, chunks.transposed, batch, stride);
    const job = toInputs ? JOBS.backwardToInputs : JOBS.backward;
    runtime.run(job, this.#table, 0, batch, chunks.rows, batch, stride);
  }

  /** Those of the parameters, from those at the outputs of each layer. */
  #gradients(): void {
    const batch = this.#batch;
    const { chunks } = this.#results(batch);
    this.runtime.run(JOBS.gradients, this.#table, 0, chunks.abovePanels, chunks.panels, batch, panelStride(batch));
  }

  #takeInputGradient(): Float32Array {
    const { inputGradient, inputRows } = this.#results(this.#batch);
    inputGradient.set(inputRows);
    return inputGradient;
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
      results = this.#createResults(batch);
      this.#resultsByBatch.set(batch, results);
    }
    return results;
  }

  #createResults(batch: number): Results {
    const { floats } = this.runtime.memory;
    const { inputRows, outputRows } = this.#buffers;
    const rowsAt = (address: number, size: number): Float32Array =>
      floats.subarray(address >>> 2, (address >>> 2) + batch * size);
    return {
      output: new Float32Array(batch * this.outputSize),
      inputGradient: new Float32Array(batch * this.inputSize),
      outputRows: rowsAt(outputRows, this.outputSize),
      inputRows: rowsAt(inputRows, this.inputSize),
      chunks: createChunks(this.#parts.layout, batch),
    };
  }

  #grow(batch: number): void {
    for (const block of this.#buffers.blocks) this.runtime.memory.release(block);
    this.#buffers = this.#makeRoom(batch);
    this.#resultsByBatch.clear();
  }

  #makeRoom(batch: number): ActivationBuffers {
    const { memory } = this.runtime;
    const buffers = createActivationBuffers(memory, this.#parts.layout, batch, this);
    writeNetworkTable(memory.words, this.#table >>> 2, this.#parts, buffers);
    return buffers;
  }
}
