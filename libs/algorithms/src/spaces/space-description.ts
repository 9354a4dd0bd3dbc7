import { CartwheelError } from '@cartwheel/async-guard';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '@cartwheel/envs';

/** A space as JSON. Bounds that are infinite are written as text, which JSON lacks numbers for. */
export type SpaceDescription =
  | { kind: 'discrete'; n: number; start: number }
  | { kind: 'multi-discrete'; nvec: readonly number[] }
  | { kind: 'multi-binary'; n: number }
  | { kind: 'box'; shape: readonly number[]; low: readonly Bound[]; high: readonly Bound[] };

type Bound = number | 'Infinity' | '-Infinity';

/** Throws `algorithms/unsupported-space`. */
export function describeSpace(space: Space): SpaceDescription {
  if (space instanceof Discrete) return { kind: 'discrete', n: space.n, start: space.start };
  if (space instanceof MultiDiscrete) return { kind: 'multi-discrete', nvec: space.nvec };
  if (space instanceof MultiBinary) return { kind: 'multi-binary', n: space.n };
  if (space instanceof Box) {
    return {
      kind: 'box',
      shape: [...space.shape],
      low: Array.from(space.low, writeBound),
      high: Array.from(space.high, writeBound),
    };
  }
  throw new CartwheelError(
    'algorithms/unsupported-space',
    `A learner needs a Box, Discrete, MultiDiscrete or MultiBinary space of @cartwheel/envs; this one is ${String(space)}. ` +
      `Flatten it in a wrapper of the environment.`,
  );
}

export function restoreSpace(description: SpaceDescription): Space {
  if (description.kind === 'discrete') return new Discrete(description.n, { start: description.start });
  if (description.kind === 'multi-discrete') return new MultiDiscrete(description.nvec);
  if (description.kind === 'multi-binary') return new MultiBinary(description.n);
  const { shape, low, high } = description;
  return new Box({ shape, low: Float32Array.from(low, Number), high: Float32Array.from(high, Number) });
}

const KINDS: readonly unknown[] = ['box', 'discrete', 'multi-discrete', 'multi-binary'];

/** Only the form. */
export function isSpaceDescription(value: unknown): value is SpaceDescription {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.includes(value.kind);
}

function writeBound(bound: number): Bound {
  if (Number.isFinite(bound)) return bound;
  return bound > 0 ? 'Infinity' : '-Infinity';
}
