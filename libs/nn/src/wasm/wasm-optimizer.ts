import type { OptimizerStep, Pieces } from '../network.ts';
import { BaseOptimizer } from '../optimizer/base-optimizer.ts';
import { slotNames, type OptimizerSettings } from '../optimizer/optimizer-settings.ts';
import { JOBS } from './kernels.ts';
import { createOptimizerTable, type Addresses, type OptimizerTable } from './optimizer-table.ts';
import { flatToPanels, panelsToFlat } from './panel-layout.ts';
import type { WasmRuntime } from './wasm-runtime.ts';
import type { WasmTrainable } from './wasm-trainable.ts';
import { createWasmUpdateRule, type WasmUpdateRule } from './wasm-update-rule.ts';

/** Blocks (of 1024 floats) after which others may have the thread: some tenths of a millisecond of one core. */
const PIECE_BLOCKS = 128;

/** The optimiser of the `wasm` engine; its state vectors are in panels too. */
export class WasmOptimizer extends BaseOptimizer {
  readonly #runtime: WasmRuntime;
  readonly #rule: WasmUpdateRule;
  readonly #trained: readonly WasmTrainable[];
  readonly #addresses: readonly Addresses[];
  readonly #table: OptimizerTable;
  readonly #parameterCount: number;

  constructor(runtime: WasmRuntime, trained: readonly WasmTrainable[], settings: OptimizerSettings) {
    const parameterCount = trained.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
    const names = slotNames(settings);
    super(names, parameterCount);
    this.#runtime = runtime;
    this.#rule = createWasmUpdateRule(settings);
    this.#trained = trained;
    this.#parameterCount = parameterCount;
    this.#addresses = trained.map(({ parameters, gradients, layout: { size } }) => {
      const slots = names.map(() => runtime.memory.allocate(size, this).address);
      return { parameters, gradients, slots, size };
    });
    this.#table = createOptimizerTable(runtime.memory, this.#addresses, this);
  }

  stepInPieces(options: OptimizerStep): Pieces<number> {
    return this.takeStep(
      options,
      () => this.#squaresInPieces(),
      (learningRate, scale) => this.#updateInPieces(learningRate, scale),
    );
  }

  protected sumOfSquares(): number {
    const { address, blocks, squaresChunk } = this.#table;
    this.#runtime.run(JOBS.squares, address, 0, blocks, squaresChunk, 0, 0);
    return this.#runtime.kernels.totalOfSquares(address, blocks);
  }

  protected update(learningRate: number, scale: number): void {
    const { address, blocks, chunk } = this.#table;
    this.#begin(learningRate, scale);
    this.#runtime.run(this.#rule.job, address, 0, blocks, chunk, 0, 0);
  }

  protected readSlot(slot: number): Float32Array {
    const values = new Float32Array(this.#parameterCount);
    this.#forEachShare((t, offset) => {
      panelsToFlat(
        this.#trained[t].layout,
        this.#runtime.memory.floats,
        this.#addresses[t].slots[slot] >>> 2,
        values,
        offset,
      );
    });
    return values;
  }

  protected writeSlot(slot: number, values: Float32Array): void {
    this.#forEachShare((t, offset) => {
      flatToPanels(
        this.#trained[t].layout,
        values,
        offset,
        this.#runtime.memory.floats,
        this.#addresses[t].slots[slot] >>> 2,
      );
    });
  }

  protected restoreSteps(steps: number): void {
    this.#rule.restore(steps);
  }

  *#squaresInPieces(): Pieces<number> {
    const { address, blocks, squaresChunk } = this.#table;
    yield* this.#runInPieces(JOBS.squares, squaresChunk);
    return this.#runtime.kernels.totalOfSquares(address, blocks);
  }

  *#updateInPieces(learningRate: number, scale: number): Pieces<void> {
    this.#begin(learningRate, scale);
    yield* this.#runInPieces(this.#rule.job, this.#table.chunk);
  }

  #begin(learningRate: number, scale: number): void {
    this.#rule.begin(learningRate, scale, this.#runtime.memory.floats, this.#table.address >>> 2);
  }

  *#runInPieces(job: number, chunk: number): Pieces<void> {
    const { address, blocks } = this.#table;
    for (let from = 0; from < blocks; from += PIECE_BLOCKS) {
      if (from > 0) yield undefined;
      this.#runtime.run(job, address, from, Math.min(from + PIECE_BLOCKS, blocks), chunk, 0, 0);
    }
  }

  /** Visits each trained part with the offset of its share in a flat state vector. */
  #forEachShare(visit: (trained: number, offset: number) => void): void {
    let offset = 0;
    this.#trained.forEach(({ parameterCount }, t) => {
      visit(t, offset);
      offset += parameterCount;
    });
  }
}
