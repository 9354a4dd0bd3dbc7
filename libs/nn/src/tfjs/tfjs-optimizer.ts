import { BaseOptimizer } from '../optimizer/base-optimizer.ts';
import { slotNames, type OptimizerSettings } from '../optimizer/optimizer-settings.ts';
import { KeptVector } from './kept-vector.ts';
import type { TfjsTrainable } from './tfjs-trainable.ts';
import { createTfjsUpdateRule, type TfjsUpdateRule } from './tfjs-update-rule.ts';
import type { Tfjs } from './tfjs.ts';

/** What an optimiser trains, with its shares of the state vectors. */
interface Trained {
  readonly trainable: TfjsTrainable;
  readonly slots: readonly KeptVector[];
  /** Where its share begins in a flat state vector. */
  readonly offset: number;
}

/** The optimiser of the `tfjs` engine. */
export class TfjsOptimizer extends BaseOptimizer {
  readonly #tf: Tfjs;
  readonly #rule: TfjsUpdateRule;
  readonly #trained: readonly Trained[];
  readonly #parameterCount: number;

  constructor(tf: Tfjs, trainables: readonly TfjsTrainable[], settings: OptimizerSettings) {
    const parameterCount = trainables.reduce((sum, each) => sum + each.parameterCount, 0);
    const names = slotNames(settings);
    super(names, parameterCount);
    this.#tf = tf;
    this.#rule = createTfjsUpdateRule(settings);
    this.#parameterCount = parameterCount;
    let end = 0;
    this.#trained = trainables.map((trainable) => {
      const offset = end;
      end += trainable.parameterCount;
      return { trainable, slots: names.map(() => new KeptVector(tf, this, trainable.parameterCount)), offset };
    });
  }

  protected sumOfSquares(): number {
    const tf = this.#tf;
    let sum = 0;
    for (const { trainable } of this.#trained) {
      const squares = tf.tidy(() => tf.sum(tf.square(trainable.gradients.tensor)));
      sum += squares.dataSync()[0];
      squares.dispose();
    }
    return sum;
  }

  protected update(learningRate: number, scale: number): void {
    this.#rule.begin(learningRate);
    this.#tf.tidy(() => {
      for (const each of this.#trained) this.#updateOne(each, scale);
    });
  }

  #updateOne({ trainable, slots }: Trained, scale: number): void {
    const { parameters, gradients } = trainable;
    const gradient = scale === 1 ? gradients.tensor : this.#tf.mul(gradients.tensor, scale);
    const states = slots.map(({ tensor }) => tensor);
    const updated = this.#rule.apply(this.#tf, parameters.tensor, gradient, states);
    parameters.set(updated.parameters);
    slots.forEach((slot, s) => {
      slot.set(updated.slots[s]);
    });
  }

  protected readSlot(slot: number): Float32Array {
    const values = new Float32Array(this.#parameterCount);
    for (const { trainable, slots, offset } of this.#trained) {
      slots[slot].read(values.subarray(offset, offset + trainable.parameterCount));
    }
    return values;
  }

  protected writeSlot(slot: number, values: Float32Array): void {
    for (const { trainable, slots, offset } of this.#trained) {
      slots[slot].write(values.subarray(offset, offset + trainable.parameterCount));
    }
  }

  protected restoreSteps(steps: number): void {
    this.#rule.restore(steps);
  }
}
