import { CartwheelError } from '@cartwheel/async-guard';
import { makeEnv, type Env, type EnvFactory } from '@cartwheel/envs';

export interface ModuleOrigin {
  file: string;
  /** Which of the module's environments, where it was said. */
  name: string | undefined;
  /** The ids that it registered while it was imported. */
  registered: readonly string[];
}

/**
 * What makes the environment of a module: the export or id that was named; else its default export; else its only exported
 * function or class; else the only id that it registered. Throws `session/invalid-env-file`.
 */
export function factoryOf(module: object, { file, name, registered }: ModuleOrigin): EnvFactory {
  const factories = factoriesOf(module, registered);
  const candidates = name === undefined ? withoutName(factories) : [factories.get(name)];
  const [factory] = candidates;
  if (candidates.length === 1 && factory !== undefined) return checked(factory, file);
  const found = factories.size === 0 ? 'neither' : [...factories.keys()].join(', ');
  const expected =
    name === undefined
      ? 'a default export that makes an environment, a single exported factory, or a single call of registerEnv()'
      : `a factory or an environment named ${name}`;
  throw invalidEnvFile(file, `expected ${expected}, but found ${found}; ${file}#name takes one of several`);
}

function factoriesOf(module: object, registered: readonly string[]): Map<string, () => unknown> {
  const factories = new Map<string, () => unknown>(registered.map((id) => [id, () => makeEnv(id)]));
  for (const [name, value] of Object.entries(module)) {
    if (isClass(value)) factories.set(name, () => new value());
    else if (isFactory(value)) factories.set(name, value);
  }
  return factories;
}

function isFactory(value: unknown): value is () => unknown {
  return typeof value === 'function';
}

/** A class says so itself, and can't be called. */
function isClass(value: unknown): value is new () => unknown {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

function withoutName(factories: ReadonlyMap<string, () => unknown>): (() => unknown)[] {
  const byDefault = factories.get('default');
  return byDefault === undefined ? [...factories.values()] : [byDefault];
}

/** Tries it once: what comes must be an environment. */
function checked(make: () => unknown, file: string): EnvFactory {
  const makeChecked = (): Env => {
    const env = make();
    if (isEnv(env)) return env;
    const missing = 'id, observationSpace, actionSpace, reset, step, snapshot, restore, render and close';
    throw invalidEnvFile(file, `its factory must give an environment, with ${missing}, but gave ${typeof env}`);
  };
  makeChecked().close();
  return makeChecked;
}

function isEnv(value: unknown): value is Env {
  if (typeof value !== 'object' || value === null) return false;
  const methods = ['reset', 'step', 'snapshot', 'restore', 'render', 'close'];
  const hasMethods = methods.every((method) => typeof Reflect.get(value, method) === 'function');
  return hasMethods && 'id' in value && 'observationSpace' in value && 'actionSpace' in value;
}

function invalidEnvFile(file: string, problem: string): CartwheelError {
  return new CartwheelError('session/invalid-env-file', `No environment could be taken from ${file}: ${problem}.`);
}
