import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CartwheelError } from '@cartwheel/async-guard';
import { envIds, findEnvFaults, registerEnv } from '@cartwheel/envs';
import { factoryOf } from './factory-of.ts';

/** A module, and after `#` which of its environments. */
const ENV_FILE = /^(?<path>.+\.[cm]?[jt]s)(?:#(?<name>.+))?$/;

export interface LoadEnvOptions {
  /** Called with what the environment does against the contract; without it nothing is checked. */
  onWarning?: (message: string) => void;
}

/**
 * The id by which `makeEnv` makes what `env` names: a registered id itself; of a file that exports a factory or calls
 * `registerEnv` (`./my-env.ts`, or `./my-env.ts#name` where there are several), its absolute path.
 *
 * Throws `session/no-env-file` and `session/invalid-env-file`.
 */
export async function loadEnv(env: string, { onWarning }: LoadEnvOptions = {}): Promise<string> {
  const { path, name } = ENV_FILE.exec(env)?.groups ?? {};
  if (path === undefined) return env;
  const file = resolve(path);
  const id = name === undefined ? file : `${file}#${name}`;
  if (envIds().includes(id)) return id;
  const knownBefore = envIds();
  const module = await importFile(file);
  const registered = envIds().filter((known) => !knownBefore.includes(known));
  registerEnv(id, factoryOf(module, { file, name, registered }));
  if (onWarning !== undefined) for (const { message } of findEnvFaults(id)) onWarning(`${env}: ${message}`);
  return id;
}

async function importFile(file: string): Promise<object> {
  if (!existsSync(file)) {
    throw new CartwheelError('session/no-env-file', `There is no file ${file} to take an environment from.`);
  }
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    return typeof module === 'object' && module !== null ? module : {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = isUnknownExtension(cause)
      ? ' On this Node, start it with NODE_OPTIONS="--import tsx", or give a .js file.'
      : '';
    throw new CartwheelError('session/invalid-env-file', `${file} could not be imported: ${reason}.${hint}`, { cause });
  }
}

function isUnknownExtension(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION';
}
