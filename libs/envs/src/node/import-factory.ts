import { pathToFileURL } from 'node:url';
import { CartwheelError } from '@cartwheel/async-guard';

/** What a module's default export makes. Throws `envs/invalid-module`. */
export async function importFactory(module: string): Promise<() => unknown> {
  const url = module.startsWith('file:') ? module : pathToFileURL(module).href;
  const imported: unknown = await import(url);
  const factory =
    typeof imported === 'object' && imported !== null && 'default' in imported ? imported.default : undefined;
  if (isFactory(factory)) return factory;
  const message = `${module} must have a function that makes an environment as its default export, but it is ${typeof factory}.`;
  throw new CartwheelError('envs/invalid-module', message);
}

/** What it makes, the module is taken at its word. */
function isFactory(value: unknown): value is () => unknown {
  return typeof value === 'function';
}
