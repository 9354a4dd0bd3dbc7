import { CartwheelError } from '@cartwheel/async-guard';
import { isEnvSnapshot, type EnvSnapshot } from '../env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import type { VectorEnv } from './vector-env.ts';

type Described = Pick<VectorEnv, 'id' | 'numEnvs' | 'actionSpace'>;

/** Throws `envs/invalid-action` for a batch of another length. */
export function requireActionCount({ id, numEnvs, actionSpace }: Described, expected: number, received: number): void {
  if (received === expected) return;
  throw new CartwheelError(
    'envs/invalid-action',
    `A vector of ${numEnvs} ${id} expects ${expected} numbers as actions of ${String(actionSpace)}, but got ${received}.`,
  );
}

/** Throws `envs/invalid-reset-options` for a mask of another length. */
export function requireMask(mask: ArrayLike<number> | undefined, numEnvs: number): void {
  if (mask === undefined || mask.length === numEnvs) return;
  const message = `reset() of a vector expects a mask of ${numEnvs} numbers, but got ${mask.length}.`;
  throw new CartwheelError('envs/invalid-reset-options', message);
}

/** The snapshots of a vector's environments. Throws `envs/invalid-snapshot`. */
export function requireSnapshots({ id, numEnvs }: Described, snapshot: EnvSnapshot): EnvSnapshot[] {
  const { envs } = snapshot;
  if (Array.isArray(envs) && envs.length === numEnvs && envs.every(isEnvSnapshot)) return envs;
  throw invalidSnapshot(`a vector of ${numEnvs} ${id}`, `a list of ${numEnvs} snapshots as envs`, snapshot);
}
