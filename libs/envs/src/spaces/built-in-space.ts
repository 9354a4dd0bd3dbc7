import { Box } from './box.ts';
import { Dict } from './dict.ts';
import { Discrete } from './discrete.ts';
import { MultiBinary } from './multi-binary.ts';
import { MultiDiscrete } from './multi-discrete.ts';
import type { Space } from './space.ts';
import { Tuple } from './tuple.ts';

/** The spaces of this library: a `switch` over `kind` tells them apart. */
export type BuiltInSpace = Box | Discrete | MultiDiscrete | MultiBinary | Dict | Tuple;

/** Whether `space` is one of this library's, so that its own fields can be read. */
export function isBuiltInSpace(space: Space): space is BuiltInSpace {
  return [Box, Discrete, MultiDiscrete, MultiBinary, Dict, Tuple].some((builtIn) => space instanceof builtIn);
}
