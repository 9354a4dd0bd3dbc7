import type { Generator } from '@cartwheel/random';
import { invalidSpace } from './invalid-space.ts';
import type { Space } from './space.ts';

/** The shape of a box where its bounds do not say it. */
export interface BoxOptions {
  /** Default: the length of `low` or `high`, where one of them is a list. */
  shape?: readonly number[];
  /** Lowest values, inclusive; a single number holds for all. May be −Infinity. Rounded to single precision. */
  low: number | ArrayLike<number>;
  /** Highest values, inclusive; a single number holds for all. May be Infinity. Rounded to single precision. */
  high: number | ArrayLike<number>;
}

/** Arrays of single-precision numbers between bounds, row-major. */
export class Box implements Space<Float32Array> {
  readonly kind = 'box';
  readonly shape: readonly number[];
  readonly flatSize: number;
  readonly low: Float32Array;
  readonly high: Float32Array;

  /** Throws `envs/invalid-space`. */
  constructor({ low, high, shape = defaultShape(low, high) }: BoxOptions) {
    this.shape = shape;
    this.flatSize = shape.reduce((size, length) => size * length, 1);
    this.low = toBounds('low', low, this.flatSize);
    this.high = toBounds('high', high, this.flatSize);
    const crossed = this.low.findIndex((bound, i) => !(bound <= this.high[i]));
    if (crossed === -1) return;
    throw invalidSpace(
      `low[${crossed}] must be at most high[${crossed}]`,
      `${this.low[crossed]} and ${this.high[crossed]}`,
    );
  }

  /**
   * Uniform between two bounds, exponential from a single one, normal without. All normals are drawn first, then the
   * exponentials, then the uniforms, as in Gymnasium; the exponentials are not NumPy's.
   */
  sample(random: Generator): Float32Array {
    const { low, high } = this;
    const isOpen = (i: number): boolean => low[i] === -Infinity && high[i] === Infinity;
    const values = new Float32Array(this.flatSize);
    for (let i = 0; i < values.length; i++) if (isOpen(i)) values[i] = random.standardNormal();
    for (let i = 0; i < values.length; i++) {
      if (high[i] === Infinity && !isOpen(i)) values[i] = low[i] - Math.log1p(-random.random());
    }
    for (let i = 0; i < values.length; i++) {
      if (low[i] === -Infinity && !isOpen(i)) values[i] = high[i] + Math.log1p(-random.random());
    }
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(low[i]) && Number.isFinite(high[i])) values[i] = random.uniform(low[i], high[i]);
    }
    return values;
  }

  contains(value: unknown): value is Float32Array {
    if (!(value instanceof Float32Array) || value.length !== this.flatSize) return false;
    for (let i = 0; i < value.length; i++) {
      if (!(value[i] >= this.low[i] && value[i] <= this.high[i])) return false;
    }
    return true;
  }

  flattenInto(value: Float32Array, target: Float32Array, offset: number): void {
    target.set(value, offset);
  }

  toString(): string {
    return `Box(low [${String(this.low)}], high [${String(this.high)}], shape [${this.shape.join(', ')}], Float32Array)`;
  }
}

function defaultShape(low: number | ArrayLike<number>, high: number | ArrayLike<number>): readonly number[] {
  if (typeof low !== 'number') return [low.length];
  if (typeof high !== 'number') return [high.length];
  throw invalidSpace('a Box needs a shape, or a list as low or high', `low ${low} and high ${high}`);
}

function toBounds(name: string, bounds: number | ArrayLike<number>, size: number): Float32Array {
  if (typeof bounds === 'number') return new Float32Array(size).fill(bounds);
  if (bounds.length === size) return Float32Array.from(bounds);
  throw invalidSpace(`${name} must be a number or a list of ${size}`, `a list of ${bounds.length}`);
}
