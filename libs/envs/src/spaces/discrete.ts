import type { Generator } from '@cartwheel/random';
import { invalidSpace, requireSize } from './invalid-space.ts';
import type { Space } from './space.ts';

/** Where the numbers of a discrete space begin. */
export interface DiscreteOptions {
  /** The smallest element. Default 0. */
  start?: number;
}

/** The integers start … start + n − 1. */
export class Discrete implements Space<number> {
  readonly kind = 'discrete';
  readonly shape: readonly number[] = [];
  readonly flatSize: number;
  readonly n: number;
  readonly start: number;

  /** Throws `envs/invalid-space`. */
  constructor(n: number, { start = 0 }: DiscreteOptions = {}) {
    requireSize('the n of a Discrete', n);
    if (!Number.isSafeInteger(start)) throw invalidSpace('the start of a Discrete must be an integer', start);
    this.n = n;
    this.start = start;
    this.flatSize = n;
  }

  sample(random: Generator): number {
    return this.start + random.integers(this.n);
  }

  contains(value: unknown): value is number {
    return Number.isInteger(value) && typeof value === 'number' && value >= this.start && value < this.start + this.n;
  }

  /** One-hot. */
  flattenInto(value: number, target: Float32Array, offset: number): void {
    target.fill(0, offset, offset + this.n);
    target[offset + value - this.start] = 1;
  }

  toString(): string {
    return this.start === 0 ? `Discrete(${this.n})` : `Discrete(${this.n}, start ${this.start})`;
  }
}
