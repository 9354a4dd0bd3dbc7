import type { Generator } from '@cartwheel/random';
import type { Observation, Space } from './space.ts';

/** Lists with an element of a space at each place. */
export class Tuple implements Space<readonly Observation[]> {
  readonly kind = 'tuple';
  readonly shape: readonly number[] = [];
  readonly flatSize: number;
  readonly spaces: readonly Space[];

  constructor(spaces: readonly Space[]) {
    this.spaces = [...spaces];
    this.flatSize = spaces.reduce((sum, space) => sum + space.flatSize, 0);
  }

  /** Draws for one place after the other from one generator; Gymnasium has a generator for each. */
  sample(random: Generator): readonly Observation[] {
    return this.spaces.map((space) => space.sample(random));
  }

  contains(value: unknown): value is readonly Observation[] {
    if (!Array.isArray(value) || value.length !== this.spaces.length) return false;
    return this.spaces.every((space, i) => space.contains(value[i]));
  }

  flattenInto(value: readonly Observation[], target: Float32Array, offset: number): void {
    let start = offset;
    for (let i = 0; i < this.spaces.length; i++) {
      this.spaces[i].flattenInto(value[i], target, start);
      start += this.spaces[i].flatSize;
    }
  }

  toString(): string {
    return `Tuple(${this.spaces.map(String).join(', ')})`;
  }
}
