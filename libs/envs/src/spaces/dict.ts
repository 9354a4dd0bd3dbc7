import type { Generator } from '@cartwheel/random';
import type { Observation, Space } from './space.ts';

/** An element of a `Dict` space, by the names of its parts. */
export interface DictValue {
  readonly [key: string]: Observation;
}

/** Objects with an element of a space at each key. The keys are sorted, as in Gymnasium. */
export class Dict implements Space<DictValue> {
  readonly kind = 'dict';
  readonly shape: readonly number[] = [];
  readonly flatSize: number;
  readonly spaces: Readonly<Record<string, Space>>;
  readonly #entries: readonly (readonly [key: string, space: Space])[];

  constructor(spaces: Readonly<Record<string, Space>>) {
    this.#entries = Object.entries(spaces).toSorted(([a], [b]) => (a < b ? -1 : 1));
    this.spaces = Object.fromEntries(this.#entries);
    this.flatSize = this.#entries.reduce((sum, [, space]) => sum + space.flatSize, 0);
  }

  /** Draws for one key after the other from one generator; Gymnasium has a generator for each. */
  sample(random: Generator): DictValue {
    return Object.fromEntries(this.#entries.map(([key, space]) => [key, space.sample(random)]));
  }

  contains(value: unknown): value is DictValue {
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== this.#entries.length) return false;
    const found = new Map<string, unknown>(Object.entries(value));
    return this.#entries.every(([key, space]) => space.contains(found.get(key)));
  }

  flattenInto(value: DictValue, target: Float32Array, offset: number): void {
    let start = offset;
    for (const [key, space] of this.#entries) {
      space.flattenInto(value[key], target, start);
      start += space.flatSize;
    }
  }

  toString(): string {
    return `Dict(${this.#entries.map(([key, space]) => `${key}: ${String(space)}`).join(', ')})`;
  }
}
