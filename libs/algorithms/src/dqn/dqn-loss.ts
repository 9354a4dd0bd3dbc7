import type { Pieces } from '@cartwheel/nn';
import type { QLoss } from '../off-policy/q-update.ts';
import type { ReplayBatch } from '../off-policy/replay-buffer.ts';

/**
 * The Huber loss of the temporal-difference error δ = target − Q(s, a), its mean over the rows: ½ δ² up to |δ| = 1,
 * |δ| − ½ beyond, so that its slope is the clipped error of the paper.
 */
export class DqnLoss implements QLoss {
  readonly gradient: Float32Array;
  readonly errors: Float32Array;
  loss = 0;
  readonly #actions: number;

  constructor(size: number, actions: number) {
    this.#actions = actions;
    this.gradient = new Float32Array(size * actions);
    this.errors = new Float32Array(size);
  }

  *compute(
    { size, actions }: ReplayBatch,
    returns: Float32Array,
    targets: Float32Array,
    weights: Float32Array,
  ): Pieces<void> {
    yield undefined;
    this.gradient.fill(0);
    let sum = 0;
    for (let row = 0; row < size; row++) {
      const at = row * this.#actions + actions[row];
      const delta = targets[row] - returns[at];
      const distance = Math.abs(delta);
      sum += weights[row] * (distance <= 1 ? 0.5 * delta * delta : distance - 0.5);
      this.gradient[at] = (-weights[row] * Math.min(Math.max(delta, -1), 1)) / size;
      this.errors[row] = delta;
    }
    this.loss = sum / size;
  }
}
