import { Box } from '../spaces/box.ts';
import type { BuiltInSpace } from '../spaces/built-in-space.ts';
import { Dict } from '../spaces/dict.ts';
import { Discrete } from '../spaces/discrete.ts';
import { MultiBinary } from '../spaces/multi-binary.ts';
import { MultiDiscrete } from '../spaces/multi-discrete.ts';
import type { Space } from '../spaces/space.ts';
import { Tuple } from '../spaces/tuple.ts';

/** A space of this library as it comes out of another thread: with its fields, without its methods. */
export function rebuildSpace(data: BuiltInSpace): Space {
  if (data.kind === 'box') return new Box({ shape: data.shape, low: data.low, high: data.high });
  if (data.kind === 'discrete') return new Discrete(data.n, { start: data.start });
  if (data.kind === 'multi-discrete') return new MultiDiscrete(data.nvec);
  if (data.kind === 'multi-binary') return new MultiBinary(data.n);
  if (data.kind === 'tuple') return new Tuple(data.spaces.map((space) => rebuildSpace(asBuiltIn(space))));
  const entries = Object.entries(data.spaces).map(([key, space]): [string, Space] => [
    key,
    rebuildSpace(asBuiltIn(space)),
  ]);
  return new Dict(Object.fromEntries(entries));
}

/** The worker sends no others. */
function asBuiltIn(space: Space): BuiltInSpace {
  return space as BuiltInSpace;
}
