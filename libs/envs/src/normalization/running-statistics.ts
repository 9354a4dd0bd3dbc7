import { isNumberList } from '../is-number-list.ts';

/** JSON of `RunningStatistics`. */
export interface StatisticsSnapshot {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly count: number;
}

/** What was counted before the first value, in Gymnasium and Stable-Baselines3: keeps the first variance above 0. */
const FIRST_COUNT = 1e-4;

/** Mean and variance of each column over all rows so far, merged batch by batch (Chan, Golub and LeVeque's parallel algorithm). */
export class RunningStatistics {
  readonly mean: Float64Array;
  /** Of the population. */
  readonly variance: Float64Array;
  #count = FIRST_COUNT;

  constructor(columns: number) {
    this.mean = new Float64Array(columns);
    this.variance = new Float64Array(columns).fill(1);
  }

  /** Takes in `rows` rows, row-major. */
  update(values: ArrayLike<number>, rows: number): void {
    const columns = this.mean.length;
    const total = this.#count + rows;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += values[row * columns + column];
      const batchMean = sum / rows;
      let squares = 0;
      for (let row = 0; row < rows; row++) {
        const distance = values[row * columns + column] - batchMean;
        squares += distance * distance;
      }
      const delta = batchMean - this.mean[column];
      const between = (delta * delta * this.#count * rows) / total;
      this.variance[column] = (this.variance[column] * this.#count + squares + between) / total;
      this.mean[column] += (delta * rows) / total;
    }
    this.#count = total;
  }

  snapshot(): StatisticsSnapshot {
    return { mean: [...this.mean], variance: [...this.variance], count: this.#count };
  }

  /** Gives whether `snapshot` was one of as many columns; nothing changes otherwise. */
  restore(snapshot: unknown): boolean {
    if (!isStatistics(snapshot, this.mean.length)) return false;
    this.mean.set(snapshot.mean);
    this.variance.set(snapshot.variance);
    this.#count = snapshot.count;
    return true;
  }
}

function isStatistics(value: unknown, columns: number): value is StatisticsSnapshot {
  if (typeof value !== 'object' || value === null) return false;
  if (!('mean' in value && 'variance' in value && 'count' in value)) return false;
  return isNumberList(value.mean, columns) && isNumberList(value.variance, columns) && typeof value.count === 'number';
}
