import { CartwheelError } from '@cartwheel/async-guard';
import type { PartState, StateArray, StateValue } from './learner-state.ts';

/** A state of copies of `arrays`, and `values`. */
export function partState(
  arrays: Readonly<Record<string, StateArray>>,
  values: Readonly<Record<string, StateValue>> = {},
): PartState {
  return { values, arrays: Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.slice()])) };
}

/** Copies the arrays of `state` into those of `targets`, which have the same names, kinds and lengths. Throws `algorithms/wrong-state`. */
export function writeArrays(state: PartState, targets: Readonly<Record<string, StateArray>>): void {
  for (const [name, target] of Object.entries(targets)) {
    const source = arrayOf(state, name);
    if (source.length !== target.length || kindOf(source) !== kindOf(target)) {
      throw wrongState(name, describe(target), describe(source));
    }
    target.set(source);
  }
}

/** Throws `algorithms/wrong-state` where there is none of that name. */
export function arrayOf(state: PartState, name: string): StateArray {
  if (Object.hasOwn(state.arrays, name)) return state.arrays[name];
  throw wrongState(name, 'a typed array', 'none');
}

/** Throws `algorithms/wrong-state`. */
export function numberOf(state: PartState, name: string): number {
  const value = valueOf(state, name);
  if (typeof value === 'number') return value;
  throw wrongState(name, 'a number', JSON.stringify(value));
}

/** Throws `algorithms/wrong-state`. */
export function flagOf(state: PartState, name: string): boolean {
  const value = valueOf(state, name);
  if (typeof value === 'boolean') return value;
  throw wrongState(name, 'true or false', JSON.stringify(value));
}

/** One of `options`. Throws `algorithms/wrong-state`. */
export function choiceOf<T extends string>(state: PartState, name: string, options: readonly T[]): T {
  const value = valueOf(state, name);
  const option = options.find((candidate) => candidate === value);
  if (option !== undefined) return option;
  throw wrongState(name, options.join(' or '), JSON.stringify(value));
}

/** Throws `algorithms/wrong-state` where there is none of that name. */
export function valueOf(state: PartState, name: string): StateValue {
  if (Object.hasOwn(state.values, name)) return state.values[name];
  throw wrongState(name, 'a value', 'none');
}

export function wrongState(name: string, expected: string, received: string): CartwheelError<'algorithms/wrong-state'> {
  return new CartwheelError(
    'algorithms/wrong-state',
    `The state of '${name}' must be ${expected}, but is ${received}: a state goes back into a learner of the same ` +
      'algorithm, hyperparameters, spaces and engine only.',
  );
}

function describe(array: StateArray): string {
  return `a ${kindOf(array)} of ${array.length}`;
}

/** `Float32Array` …, also of another realm. */
function kindOf(array: StateArray): string {
  return array[Symbol.toStringTag];
}
