import { CartwheelError } from '@cartwheel/async-guard';
import { createVectorEnv, type EnvFactory, type VectorEnv } from '@cartwheel/envs';

/** Where a learner learns: a registered id (`CartPole-v1`), a factory of environments, or a vector of them. */
export type EnvSource = string | EnvFactory | VectorEnv;

/** A vector of environments, and whether the learner made it and so closes it. */
export interface OpenEnv {
  readonly env: VectorEnv;
  /** By which it can be made again, where it was given by its id. */
  readonly envId: string;
  readonly isOwn: boolean;
}

/** Closes what the learner made; what it was given stays open. */
export function closeEnv({ env, isOwn }: OpenEnv): void {
  if (isOwn) env.close();
}

/** What `use` makes of an opened environment, which is closed again if that fails. */
export function orClose<T>(open: OpenEnv, use: () => T): T {
  try {
    return use();
  } catch (error) {
    closeEnv(open);
    throw error;
  }
}

/** The id of what `source` makes. A factory makes one for it, which is closed again. */
export function envIdOf(source: EnvSource): string {
  if (typeof source === 'string') return source;
  if (typeof source === 'object') return source.id;
  const env = source();
  env.close();
  return env.id;
}

/** The hyperparameters that `source` itself decides: a vector its number of environments. */
export function hyperparametersOf(source: EnvSource): { numEnvs?: number } {
  return typeof source === 'object' ? { numEnvs: source.numEnvs } : {};
}

/** Throws `envs/unknown-env`, and `algorithms/invalid-hyperparameter` for a vector of another size. */
export function openEnv(source: EnvSource, numEnvs: number): OpenEnv {
  if (typeof source !== 'object') {
    const env = createVectorEnv(source, { numEnvs });
    return { env, envId: typeof source === 'string' ? source : env.id, isOwn: true };
  }
  if (source.numEnvs === numEnvs) return { env: source, envId: source.id, isOwn: false };
  throw new CartwheelError(
    'algorithms/invalid-hyperparameter',
    `numEnvs must be the size of the vector that was given, ${source.numEnvs}, or be left out; it is ${numEnvs}.`,
  );
}
