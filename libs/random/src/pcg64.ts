import type { SeedSequence } from './seed-sequence.ts';

/** Looked up once: in a vm context, as Jest's, each look-up of a global costs more than a draw. */
const { floor, imul } = Math;

/** JSON; the 128-bit integers in decimal, as NumPy prints them. */
export interface Pcg64State {
  readonly state: string;
  readonly increment: string;
  /** The high half of the last 64 bits, where only the low half was asked for. */
  readonly bufferedUint32: number | null;
}

/**
 * PCG64: a 128-bit linear congruential generator with the XSL-RR output (M. E. O'Neill, "PCG: A Family of Simple Fast
 * Space-Efficient Statistically Good Algorithms for Random Number Generation", 2014), seeded as in NumPy.
 */
export class Pcg64 {
  /** The last 64 bits: bits 32 to 63, as a signed integer. */
  high = 0;
  /** The last 64 bits: bits 0 to 31, as a signed integer. */
  low = 0;

  /** Four 32-bit limbs, the least significant first. */
  readonly #state = new Int32Array(4);
  readonly #increment = new Int32Array(4);
  #hasBuffered = false;
  #buffered = 0;

  constructor(seeds: SeedSequence) {
    const [a, b, c, d] = toUint64(seeds.generateState(8));
    const increment = (((c << 64n) | d) << 1n) | 1n;
    writeLimbs(increment, this.#increment);
    this.nextUint64();
    writeLimbs(readLimbs(this.#state) + ((a << 64n) | b), this.#state);
    this.nextUint64();
  }

  /**
   * Draws 64 bits into `high` and `low`.
   *
   * The step is `state · multiplier + increment` modulo 2¹²⁸. Of each product of two limbs `Math.imul` gives the lower half
   * exactly; the sum of products in doubles, which is right to about 2¹⁴, less those lower halves gives the sum of the
   * upper halves: rounding it to a multiple of 2³² makes it exact again.
   */
  nextUint64(): void {
    const s = this.#state;
    const c = this.#increment;
    const s0 = s[0];
    const s1 = s[1];
    const s2 = s[2];
    const u0 = s0 >>> 0;
    const u1 = s1 >>> 0;
    const u2 = s2 >>> 0;

    const low0 = imul(s0, M0) >>> 0;
    const low1 = (imul(s0, M1) >>> 0) + (imul(s1, M0) >>> 0);
    const low2 = (imul(s0, M2) >>> 0) + (imul(s1, M1) >>> 0) + (imul(s2, M0) >>> 0);
    const low3 = imul(s0, M3) + imul(s1, M2) + imul(s2, M1) + imul(s[3], M0);
    const high0 = floor((u0 * M0 - low0) * PER_LIMB + 0.5);
    const high1 = floor((u0 * M1 + u1 * M0 - low1) * PER_LIMB + 0.5);
    const high2 = floor((u0 * M2 + u1 * M1 + u2 * M0 - low2) * PER_LIMB + 0.5);

    const sum0 = low0 + (c[0] >>> 0);
    const sum1 = low1 + high0 + (c[1] >>> 0) + floor(sum0 * PER_LIMB);
    const sum2 = low2 + high1 + (c[2] >>> 0) + floor(sum1 * PER_LIMB);
    const sum3 = low3 + high2 + c[3] + floor(sum2 * PER_LIMB);
    const t0 = sum0 | 0;
    const t1 = sum1 | 0;
    const t2 = sum2 | 0;
    const t3 = sum3 | 0;
    s[0] = t0;
    s[1] = t1;
    s[2] = t2;
    s[3] = t3;
    this.#output(t0 ^ t2, t1 ^ t3, t3 >>> 26);
  }

  /** The next 32 bits, as an unsigned integer: 64 are drawn for two calls. */
  nextUint32(): number {
    if (this.#hasBuffered) {
      this.#hasBuffered = false;
      return this.#buffered >>> 0;
    }
    this.nextUint64();
    this.#hasBuffered = true;
    this.#buffered = this.high;
    return this.low >>> 0;
  }

  /** A multiple of 2⁻⁵³ in [0, 1). */
  nextDouble(): number {
    this.nextUint64();
    return ((this.high >>> 0) * 2 ** 21 + (this.low >>> 11)) * 2 ** -53;
  }

  state(): Pcg64State {
    return {
      state: readLimbs(this.#state).toString(),
      increment: readLimbs(this.#increment).toString(),
      bufferedUint32: this.#hasBuffered ? this.#buffered >>> 0 : null,
    };
  }

  restore({ state, increment, bufferedUint32 }: Pcg64State): void {
    writeLimbs(BigInt(state), this.#state);
    writeLimbs(BigInt(increment), this.#increment);
    this.#hasBuffered = bufferedUint32 !== null;
    this.#buffered = bufferedUint32 ?? 0;
  }

  /** Rotates 64 bits to the right by `rotation` < 64, without a branch: it would be mispredicted half of the time. */
  #output(low: number, high: number, rotation: number): void {
    const swap = (high ^ low) & -(rotation >>> 5);
    const h = high ^ swap;
    const l = low ^ swap;
    const complement = ~rotation & 31;
    this.high = (h >>> rotation) | ((l << 1) << complement);
    this.low = (l >>> rotation) | ((h << 1) << complement);
  }
}

/** Limbs of the multiplier 0x2360ed051fc65da44385df649fccf645, the least significant first. */
const M0 = 0x9fccf645;
const M1 = 0x4385df64;
const M2 = 0x1fc65da4;
const M3 = 0x2360ed05;
const PER_LIMB = 2 ** -32;

function toUint64(words: Uint32Array): [bigint, bigint, bigint, bigint] {
  const read = (i: number): bigint => (BigInt(words[2 * i + 1]) << 32n) | BigInt(words[2 * i]);
  return [read(0), read(1), read(2), read(3)];
}

function readLimbs(limbs: Int32Array): bigint {
  return limbs.reduceRight((sum, limb) => (sum << 32n) | BigInt(limb >>> 0), 0n);
}

function writeLimbs(value: bigint, limbs: Int32Array): void {
  for (let i = 0; i < limbs.length; i++) limbs[i] = Number(BigInt.asIntN(32, value >> BigInt(32 * i)));
}
