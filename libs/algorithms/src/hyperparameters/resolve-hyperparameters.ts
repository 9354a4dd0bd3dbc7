import { CartwheelError } from '@cartwheel/async-guard';
import { closestMatch } from 'leven';
import type { HyperparameterTable } from './hyperparameter.ts';

/**
 * All hyperparameters of `algorithm`: the defaults of its table, replaced by the later of `layers` (a preset, then what
 * the user chose). A value of `undefined` counts as not given.
 *
 * Throws `algorithms/unknown-hyperparameter` with the nearest known name, and `algorithms/invalid-hyperparameter` with
 * the name, the value and what is expected.
 */
export function resolveHyperparameters<T extends object>(
  algorithm: string,
  table: HyperparameterTable<T>,
  layers: readonly Readonly<Record<string, unknown>>[],
): T {
  const given: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (value === undefined) continue;
      if (!isNameIn(table, name)) throw unknownHyperparameter(algorithm, name, Object.keys(table));
      given[name] = value;
    }
  }
  const resolved: Partial<T> = {};
  for (const name in table) resolved[name] = readHyperparameter(algorithm, table, name, given);
  if (!isComplete(resolved, table)) throw new TypeError(`The table of ${algorithm} lost a hyperparameter.`);
  return resolved;
}

function readHyperparameter<T extends object, Name extends keyof T & string>(
  algorithm: string,
  table: HyperparameterTable<T>,
  name: Name,
  given: Readonly<Record<string, unknown>>,
): T[Name] {
  const spec = table[name];
  if (!Object.hasOwn(given, name)) return structuredClone(spec.default);
  const value = spec.read(given[name]);
  if (value !== undefined) return value;
  throw new CartwheelError(
    'algorithms/invalid-hyperparameter',
    `${name} of ${algorithm} must be ${spec.expected}; it is ${display(given[name])}.`,
  );
}

function unknownHyperparameter(algorithm: string, name: string, known: readonly string[]): CartwheelError {
  const nearest = closestMatch(name, known);
  return new CartwheelError(
    'algorithms/unknown-hyperparameter',
    `${algorithm} has no hyperparameter '${name}'; the nearest is '${nearest}'. It has: ${known.join(', ')}.`,
  );
}

function isNameIn<T extends object>(table: T, name: string): name is keyof T & string {
  return Object.hasOwn(table, name);
}

function isComplete<T extends object>(partial: Partial<T>, table: HyperparameterTable<T>): partial is T {
  return Object.keys(table).every((name) => name in partial);
}

function display(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return JSON.stringify(value) ?? String(value);
}
