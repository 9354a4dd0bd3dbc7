import { CartwheelError } from '@cartwheel/async-guard';
import { Box } from '../spaces/box.ts';
import type { Space } from '../spaces/space.ts';

/** Throws `envs/unsupported-space`, with `what` needs it. */
export function requireBox(what: string, space: Space): Box {
  if (space instanceof Box) return space;
  throw new CartwheelError('envs/unsupported-space', `${what} needs a Box, but got ${String(space)}.`);
}
