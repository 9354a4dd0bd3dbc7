import type { RandomSource } from '../network.ts';

/** Draws from a seed, enough for tests: mulberry32 and Box-Muller. */
export interface SeededNormals extends RandomSource {
  /** `length` normal draws. */
  array(length: number): Float32Array;
}

export function seededNormals(seed: number): SeededNormals {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const standardNormal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return { random, standardNormal, array: (length) => Float32Array.from({ length }, standardNormal) };
}
