import { CartwheelError } from '@cartwheel/async-guard';
import { makeEnv, type EnvFactory } from '../registry.ts';
import { SyncVectorEnv } from './sync-vector-env.ts';
import type { VectorEnv } from './vector-env.ts';

export interface VectorEnvOptions {
  /** How many environments, at least 1. */
  numEnvs: number;
}

/**
 * `numEnvs` environments of a registered id or of a factory, stepped in this thread, with SameStep autoreset.
 *
 * Throws `envs/unknown-env`, `envs/invalid-vector` and `envs/unsupported-space`.
 */
export function createVectorEnv(source: string | EnvFactory, { numEnvs }: VectorEnvOptions): VectorEnv {
  if (!(Number.isInteger(numEnvs) && numEnvs >= 1)) {
    throw new CartwheelError('envs/invalid-vector', `numEnvs must be an integer of at least 1, but got ${numEnvs}.`);
  }
  const make = typeof source === 'string' ? () => makeEnv(source) : source;
  return new SyncVectorEnv(Array.from({ length: numEnvs }, () => make()));
}
