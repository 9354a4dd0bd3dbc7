/** Gymnasium's picture is 600 × 400 pixels; the world is measured in 30 pixels. */
export const SCALE = 30;
export const WIDTH = 600 / SCALE;
export const HEIGHT = 400 / SCALE;
/** Steps a second. */
export const FPS = 50;

export const TERRAIN_STEP = 14 / SCALE;
/** In steps. */
export const TERRAIN_LENGTH = 200;
/** The end of the way: what lies beyond is reached. In steps. */
export const GOAL = TERRAIN_LENGTH - 10;
export const TERRAIN_HEIGHT = HEIGHT / 4;
/** Flat ground at the start, in steps. */
export const START_PAD = 20;

export const LEG_DOWN = -8 / SCALE;
export const LEG_WIDTH = 8 / SCALE;
export const LEG_HEIGHT = 34 / SCALE;
