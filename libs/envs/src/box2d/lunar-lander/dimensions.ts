/** Gymnasium's picture is 600 × 400 pixels; the world is measured in 30 pixels. */
export const SCALE = 30;
export const WIDTH = 600 / SCALE;
export const HEIGHT = 400 / SCALE;
/** Steps a second. */
export const FPS = 50;

/** How far the feet hang below the hull. */
export const LEG_DOWN = 18 / SCALE;
