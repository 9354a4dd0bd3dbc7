import { BaseOptimizer } from '../optimizer/base-optimizer.ts';
import type { JsTrainable } from './js-trainable.ts';
import type { JsUpdateRule } from './js-update-rule.ts';

/** What an optimiser trains, with its shares of the state vectors. */
interface Trained {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly slots: readonly Float32Array[];
}

/** The optimiser of the `js` engine, whatever its rule. */
export class JsOptimizer extends BaseOptimizer {
  readonly #rule: JsUpdateRule;
  readonly #slots: readonly Float32Array[];
  readonly #trained: readonly Trained[];

  constructor(trained: readonly JsTrainable[], rule: JsUpdateRule) {
    const parameterCount = trained.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
    super(rule.slotNames, parameterCount);
    const slots = rule.slotNames.map(() => new Float32Array(parameterCount));
    let offset = 0;
    this.#rule = rule;
    this.#slots = slots;
    this.#trained = trained.map(({ parameters, gradients }) => {
      const start = offset;
      offset += parameters.length;
      return { parameters, gradients, slots: slots.map((slot) => slot.subarray(start, start + parameters.length)) };
    });
  }

  protected sumOfSquares(): number {
    let sum = 0;
    for (const { gradients } of this.#trained) {
      for (let i = 0; i < gradients.length; i++) sum += gradients[i] * gradients[i];
    }
    return sum;
  }

  protected update(learningRate: number, scale: number): void {
    this.#rule.begin(learningRate);
    for (const { parameters, gradients, slots } of this.#trained) {
      this.#rule.apply(parameters, gradients, slots, scale);
    }
  }

  protected readSlot(slot: number): Float32Array {
    return this.#slots[slot].slice();
  }

  protected writeSlot(slot: number, values: Float32Array): void {
    this.#slots[slot].set(values);
  }

  protected restoreSteps(steps: number): void {
    this.#rule.restore(steps);
  }
}
