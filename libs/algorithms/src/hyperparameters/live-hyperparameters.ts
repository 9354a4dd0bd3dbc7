import { CartwheelError } from '@cartwheel/async-guard';
import type { LiveHyperparameter } from '@cartwheel/callbacks';
import type { HyperparameterTable, HyperparameterValue } from './hyperparameter.ts';
import { resolveHyperparameters } from './resolve-hyperparameters.ts';

/** The hyperparameters that may change while training goes on, with their values of the moment. */
export function liveHyperparameters<T extends Readonly<Record<string, HyperparameterValue>>>(
  table: HyperparameterTable<T>,
  values: Readonly<T>,
): Record<string, LiveHyperparameter> {
  const live: Record<string, LiveHyperparameter> = {};
  for (const name in table) {
    const { live: isLive, expected } = table[name];
    if (isLive) live[name] = { value: values[name], expected };
  }
  return live;
}

/**
 * The new value of one of them, under its name.
 *
 * Throws `algorithms/unknown-hyperparameter`, `algorithms/not-live` and `algorithms/invalid-hyperparameter`.
 */
export function readLiveHyperparameter<T extends object>(
  algorithm: string,
  table: HyperparameterTable<T>,
  name: string,
  value: unknown,
): Partial<T> {
  const resolved = resolveHyperparameters(algorithm, table, [{ [name]: value }]);
  const changed: Partial<T> = {};
  const live: string[] = [];
  for (const known in table) {
    if (!table[known].live) continue;
    live.push(known);
    if (known === name) changed[known] = resolved[known];
  }
  if (Object.keys(changed).length > 0) return changed;
  throw new CartwheelError(
    'algorithms/not-live',
    `${name} of ${algorithm} is fixed once it learns; these may change: ${live.join(', ')}.`,
  );
}
