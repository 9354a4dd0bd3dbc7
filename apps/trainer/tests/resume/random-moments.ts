import { createGenerator } from '@cartwheel/random';

/** `count` random delays from 0 to `longestMs`, the same for the same seed. */
export function randomMoments(count: number, longestMs: number, seed: number): number[] {
  const random = createGenerator(seed);
  return Array.from({ length: count }, () => random.uniform(0, longestMs));
}
