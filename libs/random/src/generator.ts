import { isGeneratorState, type GeneratorState } from './generator-state.ts';
import { normalZiggurat } from './normal-ziggurat.ts';
import { Pcg64 } from './pcg64.ts';
import { RandomError } from './random-error.ts';
import { SeedSequence, type Seed } from './seed-sequence.ts';

/** What `shuffle` takes: an array or a typed array. */
export interface Sequence<T> {
  readonly length: number;
  [index: number]: T;
}

/**
 * A generator whose stream is that of NumPy's `numpy.random.default_rng(seed)`: what Gymnasium draws from. Without a seed
 * it starts from 128 bits of the platform's entropy; `state()` tells where.
 *
 * @throws RandomError `random/invalid-seed`
 */
export function createGenerator(seed: Seed = freshEntropy()): Generator {
  return new Generator(SeedSequence.fromSeed(seed));
}

/**
 * A generator that goes on where the one that gave `state` stood.
 *
 * @throws RandomError `random/invalid-state` for what `state()` cannot have given.
 */
export function restoreGenerator(state: GeneratorState): Generator {
  checkState(state);
  const generator = new Generator(new SeedSequence(state.seedSequence));
  generator.restore(state);
  return generator;
}

/**
 * Seeded random numbers, equal to those of NumPy's `Generator(PCG64(SeedSequence(seed)))`, draw for draw.
 * Make one with `createGenerator(seed)`.
 */
export class Generator {
  readonly #bits: Pcg64;
  #seeds: SeedSequence;

  constructor(seeds: SeedSequence) {
    this.#seeds = seeds;
    this.#bits = new Pcg64(seeds);
  }

  /** A double from [0, 1), a multiple of 2⁻⁵³. */
  random(): number {
    return this.#bits.nextDouble();
  }

  /** A double from [low, high). Defaults: 0 and 1. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.#bits.nextDouble();
  }

  /** 32 random bits as an unsigned integer. Two calls share one 64-bit draw. */
  uint32(): number {
    return this.#bits.nextUint32();
  }

  /**
   * An integer from [low, high): `integers(low, high)`, or `integers(high)` from 0. Both bounds are safe integers.
   *
   * @throws RandomError `random/invalid-range` where there is no such integer.
   */
  integers(high: number): number;
  integers(low: number, high: number): number;
  integers(lowOrHigh: number, maybeHigh?: number): number {
    const low = maybeHigh === undefined ? 0 : lowOrHigh;
    const high = maybeHigh ?? lowOrHigh;
    const count = high - low;
    if (!(count > 0 && Number.isSafeInteger(low) && Number.isSafeInteger(high) && Number.isSafeInteger(count))) {
      const expected = 'integers(low, high) expects safe integers with low < high';
      throw new RandomError('random/invalid-range', `${expected}, but low is ${low} and high is ${high}`);
    }
    if (count === 1) return low;
    if (count < TWO_32) return low + this.#bounded32(count);
    return low + (count === TWO_32 ? this.#bits.nextUint32() : this.#bounded64(count));
  }

  /** A draw from the normal distribution with mean 0 and standard deviation 1. */
  standardNormal(): number {
    return normalZiggurat(this.#bits);
  }

  /** A draw from the normal distribution. Defaults: mean 0, standard deviation 1. */
  normal(mean = 0, standardDeviation = 1): number {
    return mean + standardDeviation * normalZiggurat(this.#bits);
  }

  /** Shuffles in place, as NumPy shuffles an array of one dimension. */
  shuffle<T>(values: Sequence<T>): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.#interval(i);
      const value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** 0 … n − 1 in random order. */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    this.shuffle(order);
    return order;
  }

  /** `count` generators whose streams are independent of this one's, which is not moved, and of all that were spawned before. */
  spawn(count: number): Generator[] {
    return this.#seeds.spawn(count).map((seeds) => new Generator(seeds));
  }

  state(): GeneratorState {
    return { algorithm: 'PCG64', ...this.#bits.state(), seedSequence: this.#seeds.state() };
  }

  /**
   * Goes on where the generator that gave `state` stood.
   *
   * @throws RandomError `random/invalid-state` for what `state()` cannot have given.
   */
  restore(state: GeneratorState): void {
    checkState(state);
    this.#seeds = new SeedSequence(state.seedSequence);
    this.#bits.restore(state);
  }

  /** Lemire's unbiased integer below `count` < 2³² (D. Lemire, "Fast Random Integer Generation in an Interval", 2019). */
  #bounded32(count: number): number {
    const threshold = (TWO_32 - count) % count;
    for (;;) {
      const bits = this.#bits.nextUint32();
      const low = Math.imul(bits, count) >>> 0;
      // The upper half of the product: rounding takes back what the double lost (see Pcg64).
      if (low >= threshold) return Math.floor((bits * count - low) / TWO_32 + 0.5);
    }
  }

  /** The same below `count` > 2³², from 64 bits. */
  #bounded64(count: number): number {
    const size = BigInt(count);
    const threshold = (TWO_64 - size) % size;
    for (;;) {
      this.#bits.nextUint64();
      const bits = (BigInt(this.#bits.high >>> 0) << 32n) | BigInt(this.#bits.low >>> 0);
      const product = bits * size;
      if ((product & (TWO_64 - 1n)) >= threshold) return Number(product >> 64n);
    }
  }

  /** An integer from [0, max], 0 < max < 2³²: draws are masked until one fits, as NumPy's shuffle does. */
  #interval(max: number): number {
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.#bits.nextUint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }
}

const TWO_32 = 2 ** 32;
const TWO_64 = 1n << 64n;

function freshEntropy(): Seed {
  return [...globalThis.crypto.getRandomValues(new Uint32Array(4))];
}

function checkState(state: GeneratorState): void {
  if (isGeneratorState(state)) return;
  const expected = 'restore() expects what state() gave: a PCG64 state with its seed sequence';
  throw new RandomError('random/invalid-state', `${expected}, but got ${JSON.stringify(state)}`);
}
