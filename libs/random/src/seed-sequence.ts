import { RandomError } from './random-error.ts';

/** A non-negative integer of any size, or a list of them; every element of a list counts. */
export type Seed = number | bigint | readonly (number | bigint)[];

/** JSON; all numbers are 32-bit words. */
export interface SeedSequenceState {
  readonly entropy: readonly number[];
  readonly spawnKey: readonly number[];
  readonly childrenSpawned: number;
}

/**
 * NumPy's SeedSequence: spreads a seed of any quality over as many words of state as are wanted, and spawns children whose
 * streams are independent of each other's (M. E. O'Neill, where the constants come from too:
 * https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html).
 */
export class SeedSequence {
  readonly #entropy: readonly number[];
  readonly #spawnKey: readonly number[];
  readonly #pool: Uint32Array;
  #childrenSpawned: number;

  constructor({ entropy, spawnKey, childrenSpawned }: SeedSequenceState) {
    this.#entropy = entropy;
    this.#spawnKey = spawnKey;
    this.#childrenSpawned = childrenSpawned;
    this.#pool = mixPool(assembleEntropy(entropy, spawnKey));
  }

  /** @throws RandomError `random/invalid-seed` for what is no non-negative integer, or a number beyond 2⁵³ − 1. */
  static fromSeed(seed: Seed): SeedSequence {
    const parts: readonly (number | bigint)[] = typeof seed === 'object' ? seed : [seed];
    return new SeedSequence({ entropy: parts.flatMap(toWords), spawnKey: [], childrenSpawned: 0 });
  }

  /** `wordCount` 32-bit words; the same ones at each call. */
  generateState(wordCount: number): Uint32Array {
    let constant = 0x8b51f9dd;
    return Uint32Array.from({ length: wordCount }, (_, i) => {
      const mixed = this.#pool[i % POOL_SIZE] ^ constant;
      constant = Math.imul(constant, 0x58f38ded);
      return foldHigh(Math.imul(mixed, constant));
    });
  }

  /** The next `count` children: no two calls give the same ones. */
  spawn(count: number): SeedSequence[] {
    const first = this.#childrenSpawned;
    this.#childrenSpawned += count;
    return Array.from({ length: count }, (_, i) => {
      const spawnKey = [...this.#spawnKey, first + i];
      return new SeedSequence({ entropy: this.#entropy, spawnKey, childrenSpawned: 0 });
    });
  }

  state(): SeedSequenceState {
    return { entropy: this.#entropy, spawnKey: this.#spawnKey, childrenSpawned: this.#childrenSpawned };
  }
}

const POOL_SIZE = 4;

/** Little-endian 32-bit words; a single 0 for 0. */
function toWords(part: number | bigint): number[] {
  const isValid = typeof part === 'bigint' ? part >= 0n : Number.isSafeInteger(part) && part >= 0;
  if (!isValid) {
    const expected = 'a seed must be a non-negative integer (as a bigint beyond 2^53 - 1)';
    throw new RandomError('random/invalid-seed', `${expected}, but ${String(part)} was given`);
  }
  const words: number[] = [];
  let rest = BigInt(part);
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}

/** Before a spawn key the entropy is filled up to the pool, or else a long seed could equal a child of a short one. */
function assembleEntropy(entropy: readonly number[], spawnKey: readonly number[]): readonly number[] {
  if (spawnKey.length === 0) return entropy;
  const missing = Math.max(0, POOL_SIZE - entropy.length);
  return [...entropy, ...Array.from({ length: missing }, () => 0), ...spawnKey];
}

function mixPool(entropy: readonly number[]): Uint32Array {
  const hash = createHash();
  const pool = Uint32Array.from({ length: POOL_SIZE }, (_, i) => hash(entropy[i] ?? 0));
  for (let source = 0; source < POOL_SIZE; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      if (source !== target) pool[target] = mix(pool[target], hash(pool[source]));
    }
  }
  for (let source = POOL_SIZE; source < entropy.length; source++) {
    for (let target = 0; target < POOL_SIZE; target++) pool[target] = mix(pool[target], hash(entropy[source]));
  }
  return pool;
}

function createHash(): (word: number) => number {
  let constant = 0x43b0d7e5;
  return (word) => {
    const mixed = word ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    return foldHigh(Math.imul(mixed, constant));
  };
}

function mix(x: number, y: number): number {
  return foldHigh(Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y));
}

function foldHigh(word: number): number {
  return word ^ (word >>> 16);
}
