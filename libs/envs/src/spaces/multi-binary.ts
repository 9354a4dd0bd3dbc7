import type { Generator } from '@cartwheel/random';
import { requireSize } from './invalid-space.ts';
import type { Space } from './space.ts';

/** n bits, a byte each. */
export class MultiBinary implements Space<Uint8Array> {
  readonly kind = 'multi-binary';
  readonly shape: readonly number[];
  readonly flatSize: number;
  readonly n: number;

  /** Throws `envs/invalid-space`. */
  constructor(n: number) {
    requireSize('the n of a MultiBinary', n);
    this.n = n;
    this.shape = [n];
    this.flatSize = n;
  }

  /** The highest bit of each byte of 32-bit words, the lowest byte first: how NumPy draws small integers. */
  sample(random: Generator): Uint8Array {
    const bits = new Uint8Array(this.n);
    let word = 0;
    for (let i = 0; i < bits.length; i++) {
      word = i % 4 === 0 ? random.uint32() : word >>> 8;
      bits[i] = (word >>> 7) & 1;
    }
    return bits;
  }

  contains(value: unknown): value is Uint8Array {
    return value instanceof Uint8Array && value.length === this.n && value.every((bit) => bit <= 1);
  }

  flattenInto(value: Uint8Array, target: Float32Array, offset: number): void {
    target.set(value, offset);
  }

  toString(): string {
    return `MultiBinary(${this.n}, Uint8Array)`;
  }
}
