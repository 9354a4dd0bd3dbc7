import { checkInput, checkOutputGradient } from '../check-length.ts';
import type { Pieces } from '../network.ts';
import { createActivationBuffers, panelStride, type ActivationBuffers } from './activation-buffers.ts';
import { createNetworkJobs, type NetworkJob, type NetworkJobs } from './network-jobs.ts';
import { networkTableSize, writeNetworkTable, type NetworkParts } from './network-table.ts';
import type { WasmRuntime } from './wasm-runtime.ts';

/** What a pass gives for one batch size: arrays of their own, since the engine's memory may move. */
interface Results {
  readonly output: Float32Array;
  readonly inputGradient: Float32Array;
  /** Where the rows of each come from. */
  readonly outputRows: Float32Array;
  readonly inputRows: Float32Array;
  readonly jobs: NetworkJobs;
}

/**
 * A batch on its way through a network and back, in room of its own. Allocates when a batch is larger than any before, or of
 * a size not seen before.
 */
export class WasmPass {
  readonly #runtime: WasmRuntime;
  readonly #parts: NetworkParts;
  readonly #owner: object;
  /** What the kernels read of this network. */
  readonly #table: number;
  #buffers: ActivationBuffers;
  readonly #resultsByBatch = new Map<number, Results>();
  /** The view of the memory that the results were made from. */
  #floats: Float32Array;
  #batch = 0;

  /** The room is the owner's, and is free again with it. */
  constructor(runtime: WasmRuntime, parts: NetworkParts, owner: object) {
    this.#runtime = runtime;
    this.#parts = parts;
    this.#owner = owner;
    this.#table = runtime.memory.allocate(networkTableSize(parts.layout), owner).address;
    this.#buffers = this.#makeRoom(1);
    this.#floats = runtime.memory.floats;
  }

  /** Takes a batch in, and says what is to be done with it. */
  enter(x: Float32Array, batch: number): readonly NetworkJob[] {
    checkInput(x, batch, this.#parts.layout.inputSize);
    this.#batch = batch;
    const { jobs } = this.#results();
    this.#floats.set(x, this.#buffers.inputRows >>> 2);
    return jobs.forward;
  }

  /** Takes dL/d(outputs) of the batch in, and says what is to be done with it. */
  enterGradient(outputGradient: Float32Array): NetworkJobs {
    checkOutputGradient(outputGradient, this.#batch, this.#parts.layout.outputSize);
    const { jobs } = this.#results();
    this.#floats.set(outputGradient, this.#buffers.outputRows >>> 2);
    return jobs;
  }

  do(jobs: readonly NetworkJob[]): void {
    const batch = this.#batch;
    const stride = panelStride(batch);
    for (const { job, from, to, chunk } of jobs) {
      this.#runtime.run(job, this.#table, from, to, chunk, batch, stride);
    }
  }

  *doInPieces(jobs: readonly NetworkJob[]): Pieces<void> {
    const batch = this.#batch;
    const stride = panelStride(batch);
    for (const { job, from, to, chunk, piece } of jobs) {
      for (let start = from; start < to; start += piece) {
        if (start > from) yield undefined;
        this.#runtime.run(job, this.#table, start, Math.min(start + piece, to), chunk, batch, stride);
      }
    }
  }

  takeOutput(): Float32Array {
    const { output, outputRows } = this.#results();
    output.set(outputRows);
    return output;
  }

  takeInputGradient(): Float32Array {
    const { inputGradient, inputRows } = this.#results();
    inputGradient.set(inputRows);
    return inputGradient;
  }

  /** Those of the batch; also makes room for it. */
  #results(): Results {
    const { memory } = this.#runtime;
    const batch = this.#batch;
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
    const { floats } = this.#runtime.memory;
    const { layout } = this.#parts;
    const { inputRows, outputRows } = this.#buffers;
    const rowsAt = (address: number, size: number): Float32Array =>
      floats.subarray(address >>> 2, (address >>> 2) + batch * size);
    return {
      output: new Float32Array(batch * layout.outputSize),
      inputGradient: new Float32Array(batch * layout.inputSize),
      outputRows: rowsAt(outputRows, layout.outputSize),
      inputRows: rowsAt(inputRows, layout.inputSize),
      jobs: createNetworkJobs(layout, batch),
    };
  }

  #grow(batch: number): void {
    for (const block of this.#buffers.blocks) this.#runtime.memory.release(block);
    this.#buffers = this.#makeRoom(batch);
    this.#resultsByBatch.clear();
  }

  #makeRoom(batch: number): ActivationBuffers {
    const { memory } = this.#runtime;
    const buffers = createActivationBuffers(memory, this.#parts.layout, batch, this.#owner);
    writeNetworkTable(memory.words, this.#table >>> 2, this.#parts, buffers);
    return buffers;
  }
}
