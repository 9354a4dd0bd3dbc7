import type { Generator } from '@cartwheel/random';

/** What an environment can show: an element of its observation space. */
export type Observation =
  | number
  | Float32Array
  | Int32Array
  | Uint8Array
  | readonly Observation[]
  | { readonly [key: string]: Observation };
/** What an environment can be told to do: an element of its action space. */
export type Action = Observation;

/** A set of values, as in Gymnasium: it samples, tells what belongs to it, and flattens. */
export interface Space<T extends Observation = Observation> {
  readonly kind: 'box' | 'discrete' | 'multi-discrete' | 'multi-binary' | 'dict' | 'tuple';
  /** `[]` for Discrete, Dict and Tuple. */
  readonly shape: readonly number[];
  /** Length of the flattened form; a Discrete(n) flattens to a one-hot of length n. */
  readonly flatSize: number;
  /** A random element: the one that Gymnasium's space with a generator of the same state samples, where nothing else is said. */
  sample(random: Generator): T;
  contains(value: unknown): value is T;
  /** Writes the flattened value, `flatSize` numbers, at `offset`. */
  flattenInto(value: T, target: Float32Array, offset: number): void;
  /** For messages, such as `Discrete(2)`. */
  toString(): string;
}
