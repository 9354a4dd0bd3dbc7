import type { Generator } from '@cartwheel/random';
import { requireSize } from './invalid-space.ts';
import type { Space } from './space.ts';

/** Several integers at once, the i-th one from 0 … nvec[i] − 1. */
export class MultiDiscrete implements Space<Int32Array> {
  readonly kind = 'multi-discrete';
  readonly shape: readonly number[];
  readonly flatSize: number;
  readonly nvec: readonly number[];

  /** Throws `envs/invalid-space`. */
  constructor(nvec: readonly number[]) {
    requireSize('the length of nvec', nvec.length);
    nvec.forEach((n, i) => requireSize(`nvec[${i}]`, n));
    this.nvec = [...nvec];
    this.shape = [nvec.length];
    this.flatSize = nvec.reduce((sum, n) => sum + n, 0);
  }

  sample(random: Generator): Int32Array {
    return Int32Array.from(this.nvec, (n) => Math.floor(random.random() * n));
  }

  contains(value: unknown): value is Int32Array {
    const hasForm = value instanceof Int32Array && value.length === this.nvec.length;
    return hasForm && value.every((element, i) => element >= 0 && element < this.nvec[i]);
  }

  /** One-hots, one after the other. */
  flattenInto(value: Int32Array, target: Float32Array, offset: number): void {
    target.fill(0, offset, offset + this.flatSize);
    let start = offset;
    for (let i = 0; i < this.nvec.length; i++) {
      target[start + value[i]] = 1;
      start += this.nvec[i];
    }
  }

  toString(): string {
    return `MultiDiscrete([${this.nvec.join(', ')}], Int32Array)`;
  }
}
