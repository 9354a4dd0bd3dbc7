import { CartwheelError } from '@cartwheel/async-guard';
import { CartPoleVectorEnv } from '../classic-control/cart-pole-vector-env.ts';
import { makeEnv, type EnvFactory } from '../registry.ts';
import { SyncVectorEnv } from './sync-vector-env.ts';
import type { AutoresetMode, VectorEnv } from './vector-env.ts';

/** Those that step all environments of a vector at once. To the bit they do what `SyncVectorEnv` does. */
const batched = new Map<string, (numEnvs: number) => VectorEnv>([
  ['CartPole-v1', (numEnvs) => new CartPoleVectorEnv(numEnvs)],
]);

/** What `createVectorEnv` takes. */
export interface VectorEnvOptions {
  /** How many environments, at least 1. */
  numEnvs: number;
  /** What follows the end of an episode. Default `same-step`. */
  autoreset?: AutoresetMode | undefined;
}

/**
 * `numEnvs` environments of a registered id or of a factory, stepped in this thread.
 *
 * Throws `envs/unknown-env`, `envs/invalid-vector` and `envs/unsupported-space`.
 */
export function createVectorEnv(source: string | EnvFactory, { numEnvs, autoreset }: VectorEnvOptions): VectorEnv {
  if (!(Number.isInteger(numEnvs) && numEnvs >= 1)) {
    throw new CartwheelError('envs/invalid-vector', `numEnvs must be an integer of at least 1, but got ${numEnvs}.`);
  }
  const createBatched = typeof source === 'string' ? batched.get(source) : undefined;
  if (createBatched !== undefined && (autoreset ?? 'same-step') === 'same-step') return createBatched(numEnvs);
  const make = typeof source === 'string' ? () => makeEnv(source) : source;
  return new SyncVectorEnv(
    Array.from({ length: numEnvs }, () => make()),
    { autoreset },
  );
}
