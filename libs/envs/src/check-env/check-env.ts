import { CartwheelError } from '@cartwheel/async-guard';
import { makeEnv, type EnvFactory } from '../registry.ts';
import type { EnvFault } from './env-fault.ts';
import { inspectContract } from './inspect-contract.ts';
import { inspectReproducibility } from './inspect-reproducibility.ts';
import { inspectScene } from './inspect-scene.ts';

/** How long and by which seed an environment is tried. */
export interface CheckEnvOptions {
  /** Of the environment and of the actions. Default 0. */
  seed?: number;
  /** How many random steps are taken. Default 500. */
  steps?: number;
}

/**
 * Throws `envs/misbehaving-env`, which names the environment and all that it does against the contract; what
 * `findEnvFaults` gives. As Gymnasium's `check_env`, to be called once, before training.
 */
export function checkEnv(source: string | EnvFactory, options: CheckEnvOptions = {}): void {
  const faults = findEnvFaults(source, options);
  if (faults.length === 0) return;
  const id = typeof source === 'string' ? source : closingAll(source, (createEnv) => createEnv().id);
  const list = faults.map(({ code, message }) => `${code}: ${message}`).join('; ');
  throw new CartwheelError('envs/misbehaving-env', `${id} does not keep the contract of an environment. ${list}.`);
}

/**
 * What the environment of a registered id, or of a factory that makes a new one at each call, does against the contract of
 * `Env`: the first fault of each kind, none if all is well.
 */
export function findEnvFaults(source: string | EnvFactory, options: CheckEnvOptions = {}): EnvFault[] {
  const createEnv = typeof source === 'string' ? () => makeEnv(source) : source;
  const { seed = 0, steps = 500 } = options;
  const faults = [inspectContract, inspectReproducibility, inspectScene].flatMap((inspect) =>
    guarded(() => closingAll(createEnv, (create) => inspect(create, seed, steps))),
  );
  const codes = faults.map(({ code }) => code);
  return faults.filter(({ code }, i) => codes.indexOf(code) === i);
}

function guarded(inspect: () => EnvFault[]): EnvFault[] {
  try {
    return inspect();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ code: 'threw', message: `a call that should work threw: ${message}` }];
  }
}

/** Closes what `use` makes, also where it throws. */
function closingAll<T>(createEnv: EnvFactory, use: (createEnv: EnvFactory) => T): T {
  const made: ReturnType<EnvFactory>[] = [];
  try {
    return use(() => {
      const env = createEnv();
      made.push(env);
      return env;
    });
  } finally {
    for (const env of made) env.close();
  }
}
