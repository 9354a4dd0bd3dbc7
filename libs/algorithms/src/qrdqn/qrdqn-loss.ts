import type { QLoss } from '../off-policy/q-update.ts';
import type { ReplayBatch } from '../off-policy/replay-buffer.ts';

/**
 * The quantile Huber loss with κ = 1 (arXiv 1710.10044, eq. 10): with δᵢⱼ = targetⱼ − θᵢ and τᵢ = (i + ½)/N,
 * Σᵢ meanⱼ |τᵢ − [δᵢⱼ < 0]| · huber(δᵢⱼ), its mean over the rows.
 */
export class QrdqnLoss implements QLoss {
  readonly gradient: Float32Array;
  /** Of the means. */
  readonly errors: Float32Array;
  loss = 0;
  readonly #actions: number;
  readonly #quantiles: number;

  constructor(size: number, actions: number, quantiles: number) {
    this.#actions = actions;
    this.#quantiles = quantiles;
    this.gradient = new Float32Array(size * actions * quantiles);
    this.errors = new Float32Array(size);
  }

  compute({ size, actions }: ReplayBatch, returns: Float32Array, targets: Float32Array, weights: Float32Array): void {
    this.gradient.fill(0);
    let sum = 0;
    for (let row = 0; row < size; row++) {
      const start = (row * this.#actions + actions[row]) * this.#quantiles;
      sum += weights[row] * this.#row(row, start, returns, targets, weights[row] / (this.#quantiles * size));
    }
    this.loss = sum / size;
  }

  /** The loss of one row, whose quantiles begin at `start`; writes its gradient, times `scale`. */
  #row(row: number, start: number, returns: Float32Array, targets: Float32Array, scale: number): number {
    const n = this.#quantiles;
    let loss = 0;
    let error = 0;
    for (let i = 0; i < n; i++) {
      const tau = (i + 0.5) / n;
      const quantile = returns[start + i];
      let slope = 0;
      for (let j = row * n; j < (row + 1) * n; j++) {
        const delta = targets[j] - quantile;
        const distance = Math.abs(delta);
        const weight = delta < 0 ? 1 - tau : tau;
        loss += weight * (distance <= 1 ? 0.5 * delta * delta : distance - 0.5);
        slope -= weight * Math.min(Math.max(delta, -1), 1);
        error += delta;
      }
      this.gradient[start + i] = slope * scale;
    }
    this.errors[row] = error / (n * n);
    return loss / n;
  }
}
