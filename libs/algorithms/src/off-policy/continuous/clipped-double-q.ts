import type { Pieces } from '@cartwheel/nn';
import type { ReplayBatch } from '../replay-buffer.ts';
import type { CriticObjective } from './critic-objective.ts';

interface ClippedDoubleQOptions {
  batchSize: number;
  /** Of the mean squared errors in the loss: ½ in SAC, 1 in TD3. */
  lossScale: number;
}

/**
 * The least of the critics' values is bootstrapped, which makes up for the overestimation that learning from one's own
 * maxima brings (arXiv 1802.09477); the errors are squared.
 */
export class ClippedDoubleQ implements CriticObjective {
  readonly atoms = 1;
  readonly #batchSize: number;
  readonly #lossScale: number;
  readonly #targets: Float32Array;

  constructor({ batchSize, lossScale }: ClippedDoubleQOptions) {
    this.#batchSize = batchSize;
    this.#lossScale = lossScale;
    this.#targets = new Float32Array(batchSize);
  }

  setTargets({ rewards, discounts }: ReplayBatch, next: readonly Float32Array[], bonuses: Float32Array): void {
    for (let row = 0; row < this.#batchSize; row++) {
      const least = next[leastOf(next, row)][row];
      this.#targets[row] = rewards[row] + discounts[row] * (least + bonuses[row]);
    }
  }

  /** Its sum over the critics. */
  *loss(returns: readonly Float32Array[], gradients: readonly Float32Array[]): Pieces<number> {
    const scale = this.#lossScale / this.#batchSize;
    let sum = 0;
    for (let i = 0; i < returns.length; i++) {
      yield undefined;
      for (let row = 0; row < this.#batchSize; row++) {
        const error = returns[i][row] - this.#targets[row];
        sum += error * error;
        gradients[i][row] = 2 * scale * error;
      }
    }
    return scale * sum;
  }

  /** The least of the values. */
  value(returns: readonly Float32Array[], gradients: readonly Float32Array[]): number {
    for (let i = 0; i < returns.length; i++) gradients[i].fill(0);
    let sum = 0;
    for (let row = 0; row < this.#batchSize; row++) {
      const least = leastOf(returns, row);
      sum += returns[least][row];
      gradients[least][row] = -1 / this.#batchSize;
    }
    return sum / this.#batchSize;
  }
}

/** The critic whose value of the row is the least, the first of equals. */
function leastOf(returns: readonly Float32Array[], row: number): number {
  let least = 0;
  for (let i = 1; i < returns.length; i++) if (returns[i][row] < returns[least][row]) least = i;
  return least;
}
