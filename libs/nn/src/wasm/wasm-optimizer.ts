import { BaseOptimizer } from '../optimizer/base-optimizer.ts';
import { slotNames, type OptimizerSettings } from '../optimizer/optimizer-settings.ts';
import { flatToPanels, panelsToFlat } from './panel-layout.ts';
import type { WasmRuntime } from './wasm-runtime.ts';
import type { WasmTrainable } from './wasm-trainable.ts';
import { createWasmUpdateRule, type Addresses, type WasmUpdateRule } from './wasm-update-rule.ts';

/** The optimiser of the `wasm` engine; its state vectors are in panels too. */
export class WasmOptimizer extends BaseOptimizer {
  readonly #runtime: WasmRuntime;
  readonly #rule: WasmUpdateRule;
  readonly #trained: readonly WasmTrainable[];
  readonly #addresses: readonly Addresses[];
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
  }

  protected sumOfSquares(): number {
    let sum = 0;
    for (let t = 0; t < this.#addresses.length; t++) {
      const { gradients, size } = this.#addresses[t];
      sum += this.#runtime.kernels.sumOfSquares(gradients, size);
    }
    return sum;
  }

  protected update(learningRate: number, scale: number): void {
    this.#rule.begin(learningRate);
    for (let t = 0; t < this.#addresses.length; t++) this.#rule.apply(this.#runtime.kernels, this.#addresses[t], scale);
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

  /** Visits each trained part with the offset of its share in a flat state vector. */
  #forEachShare(visit: (trained: number, offset: number) => void): void {
    let offset = 0;
    this.#trained.forEach(({ parameterCount }, t) => {
      visit(t, offset);
      offset += parameterCount;
    });
  }
}
