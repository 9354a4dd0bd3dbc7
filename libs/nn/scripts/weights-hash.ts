import { createHash } from 'node:crypto';
import type { Engine } from '../src/index.ts';
import { trainedWeights } from './trained-weights.ts';

/** The start of SHA-256 over the weights after 200 updates. */
export function weightsHash(engine: Engine, updates = 200): string {
  return hashOf(trainedWeights(engine, updates));
}

export function hashOf(weights: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const values of weights) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('hex').slice(0, 16);
}
