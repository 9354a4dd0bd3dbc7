import type { Vec2Value, World } from 'planck';
import { SCALE } from './dimensions.ts';

export const RAYS = 10;
const RANGE = 160 / SCALE;
const GROUND = 0x0001;

/** Writes how far each ray from `origin` gets before the ground, as a fraction of its range; the first looks straight down. */
export function measureDistances(world: World, origin: Vec2Value, fractions: Float64Array): void {
  for (let i = 0; i < RAYS; i++) {
    fractions[i] = 1;
    world.rayCast(origin, endOfRay(origin, i, 1), (fixture, _point, _normal, fraction) => {
      if ((fixture.getFilterCategoryBits() & GROUND) === 0) return -1;
      fractions[i] = fraction;
      return fraction;
    });
  }
}

/** Where ray `i` ends after a fraction of its range. */
export function endOfRay({ x, y }: Vec2Value, i: number, fraction: number): Vec2Value {
  const angle = (1.5 * i) / 10;
  return { x: x + Math.sin(angle) * RANGE * fraction, y: y - Math.cos(angle) * RANGE * fraction };
}
