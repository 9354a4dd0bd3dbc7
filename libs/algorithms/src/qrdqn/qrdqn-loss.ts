import type { Pieces } from '@cartwheel/nn';
import type { QLoss } from '../off-policy/q-update.ts';
import type { ReplayBatch } from '../off-policy/replay-buffer.ts';
import { PAIRS, quantileHuber, type Span } from '../off-policy/quantile-huber.ts';

/** The quantile Huber loss, its mean over the targets and over the rows: Σᵢ meanⱼ |τᵢ − [δᵢⱼ < 0]| · huber(δᵢⱼ). */
export class QrdqnLoss implements QLoss {
  readonly gradient: Float32Array;
  /** Of the means. */
  readonly errors: Float32Array;
  loss = 0;
  readonly #actions: number;
  readonly #quantiles: number;
  readonly #spans: { online: Span; goal: Span };

  constructor(size: number, actions: number, quantiles: number) {
    this.#actions = actions;
    this.#quantiles = quantiles;
    const none = { values: new Float32Array(0), start: 0, length: quantiles };
    this.#spans = { online: { ...none }, goal: { ...none } };
    this.gradient = new Float32Array(size * actions * quantiles);
    this.errors = new Float32Array(size);
  }

  *compute(
    { size, actions }: ReplayBatch,
    returns: Float32Array,
    targets: Float32Array,
    weights: Float32Array,
  ): Pieces<void> {
    const rowsOfPiece = Math.ceil(PAIRS / this.#quantiles ** 2);
    this.gradient.fill(0);
    let sum = 0;
    for (let row = 0; row < size; row++) {
      if (row > 0 && row % rowsOfPiece === 0) yield undefined;
      const start = (row * this.#actions + actions[row]) * this.#quantiles;
      sum += weights[row] * this.#row(row, start, returns, targets, weights[row] / (this.#quantiles * size));
    }
    this.loss = sum / size;
  }

  /** The loss of one row, whose quantiles begin at `start`; writes its gradient, times `scale`. */
  #row(row: number, start: number, returns: Float32Array, targets: Float32Array, scale: number): number {
    const n = this.#quantiles;
    const { online, goal } = this.#spans;
    online.values = returns;
    online.start = start;
    goal.values = targets;
    goal.start = row * n;
    let error = 0;
    for (let i = 0; i < n; i++) error += targets[row * n + i] - returns[start + i];
    this.errors[row] = error / n;
    return quantileHuber(online, goal, this.gradient, scale) / n;
  }
}
