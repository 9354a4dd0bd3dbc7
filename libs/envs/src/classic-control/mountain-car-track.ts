import type { Generator } from '@cartwheel/random';
import type { ResetOptions } from '../env.ts';
import { Box } from '../spaces/box.ts';
import { parseResetBounds } from './reset-bounds.ts';

/** What both mountain cars share: the track, after A. Moore, "Efficient Memory-based Learning for Robot Control" (1990). */
export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
/** Per step, either way. */
export const MAX_SPEED = 0.07;
/** How much the slope pulls. */
export const GRAVITY = 0.0025;

export const POSITION = 0;
export const VELOCITY = 1;

/** The car starts at rest, somewhere here. */
const DEFAULT_BOUNDS = { low: -0.6, high: -0.4 };

/** Position and velocity. */
export function createTrackSpace(): Box {
  return new Box({ low: [MIN_POSITION, -MAX_SPEED], high: [MAX_POSITION, MAX_SPEED] });
}

/** Throws `envs/invalid-reset-options`. */
export function drawStart(random: () => Generator, options: ResetOptions['options']): number {
  const { low, high } = parseResetBounds(options, DEFAULT_BOUNDS);
  return random().uniform(low, high);
}
