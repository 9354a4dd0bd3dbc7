/** How many points a block sums up. */
export const POINTS_IN_BLOCK = 32;

/**
 * The lowest and the highest value of points that follow each other in a series, as SQLite's `min()` and `max()` find them:
 * without NaN, ±0 equal, and of equal ones the first. Where there is NaN alone, all but `lastStep` is NaN.
 */
export interface Block {
  lastStep: number;
  low: number;
  lowStep: number;
  high: number;
  highStep: number;
}

/** Sums up points in the order of their steps. */
export class BlockBuilder {
  readonly #full: Block[] = [];
  #open: Block = emptyBlock();
  #points = 0;
  #lastStep: number;

  /** `lastStep`: all points come after it. */
  constructor(lastStep: number) {
    this.#lastStep = lastStep;
  }

  /** Points that are in no block which was taken. */
  get waiting(): number {
    return this.#full.length * POINTS_IN_BLOCK + this.#points;
  }

  /** False, and of no effect, where the step is not behind the one before. */
  push(step: number, value: number): boolean {
    if (step <= this.#lastStep) return false;
    this.#lastStep = step;
    const open = this.#open;
    open.lastStep = step;
    if (value < open.low || (Number.isNaN(open.low) && !Number.isNaN(value))) {
      open.low = value;
      open.lowStep = step;
    }
    if (value > open.high || (Number.isNaN(open.high) && !Number.isNaN(value))) {
      open.high = value;
      open.highStep = step;
    }
    if (++this.#points === POINTS_IN_BLOCK) this.#close();
    return true;
  }

  /** So many full blocks, the oldest; undefined where there are fewer. */
  take(count: number): Block[] | undefined {
    return this.#full.length < count ? undefined : this.#full.splice(0, count);
  }

  #close(): void {
    this.#full.push(this.#open);
    this.#open = emptyBlock();
    this.#points = 0;
  }
}

function emptyBlock(): Block {
  return { lastStep: Number.NaN, low: Number.NaN, lowStep: Number.NaN, high: Number.NaN, highStep: Number.NaN };
}
