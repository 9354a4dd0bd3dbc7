import type { Pieces } from '@cartwheel/nn';
import type { CriticObjective } from '../off-policy/continuous/critic-objective.ts';
import { PAIRS, quantileHuber, type Span } from '../off-policy/quantile-huber.ts';
import type { ReplayBatch } from '../off-policy/replay-buffer.ts';

interface TruncatedQuantilesOptions {
  batchSize: number;
  critics: number;
  /** Of each critic. */
  quantiles: number;
  /** The greatest, for each critic, that a target leaves out. */
  dropped: number;
}

/**
 * Critics give quantiles of the return. A target pools those of all critics and leaves the greatest out, which makes up
 * for overestimation (arXiv 2005.04269). The loss is the quantile Huber loss with κ = 1, its mean over the rows, the
 * critics, their quantiles and those of the target, as in SB3-contrib.
 */
export class TruncatedQuantiles implements CriticObjective {
  readonly atoms: number;
  readonly #options: TruncatedQuantilesOptions;
  /** Those that a target keeps. */
  readonly #kept: number;
  readonly #targets: Float32Array;
  readonly #pool: Float32Array;

  constructor(options: TruncatedQuantilesOptions) {
    const { batchSize, critics, quantiles, dropped } = options;
    this.#options = options;
    this.atoms = quantiles;
    this.#kept = critics * (quantiles - dropped);
    this.#targets = new Float32Array(batchSize * this.#kept);
    this.#pool = new Float32Array(critics * quantiles);
  }

  setTargets({ rewards, discounts }: ReplayBatch, next: readonly Float32Array[], bonuses: Float32Array): void {
    const { batchSize, quantiles } = this.#options;
    for (let row = 0; row < batchSize; row++) {
      for (let i = 0, at = 0; i < next.length; i++) {
        for (let j = 0; j < quantiles; j++) this.#pool[at++] = next[i][row * quantiles + j];
      }
      this.#pool.sort();
      for (let j = 0; j < this.#kept; j++) {
        this.#targets[row * this.#kept + j] = rewards[row] + discounts[row] * (this.#pool[j] + bonuses[row]);
      }
    }
  }

  *loss(returns: readonly Float32Array[], gradients: readonly Float32Array[]): Pieces<number> {
    const { batchSize, critics, quantiles } = this.#options;
    const scale = 1 / (batchSize * critics * quantiles * this.#kept);
    const rowsOfPiece = Math.ceil(PAIRS / (quantiles * this.#kept));
    let sum = 0;
    const online: Span = { values: this.#pool, start: 0, length: quantiles };
    const goal: Span = { values: this.#targets, start: 0, length: this.#kept };
    for (let i = 0; i < critics; i++) {
      online.values = returns[i];
      for (let row = 0; row < batchSize; row++) {
        if (row % rowsOfPiece === 0) yield undefined;
        online.start = row * quantiles;
        goal.start = row * this.#kept;
        sum += quantileHuber(online, goal, gradients[i], scale);
      }
    }
    return scale * sum;
  }

  value(returns: readonly Float32Array[], gradients: readonly Float32Array[]): number {
    let sum = 0;
    let count = 0;
    for (const values of returns) {
      for (let at = 0; at < values.length; at++) sum += values[at];
      count += values.length;
    }
    for (const gradient of gradients) gradient.fill(-1 / count);
    return sum / count;
  }
}
