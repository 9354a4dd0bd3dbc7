import type { Generator } from '@cartwheel/random';
import { Edge, type World } from 'planck';
import { HEIGHT, WIDTH } from './dimensions.ts';

const CHUNKS = 11;
const FRICTION = 0.1;
const PAD = Math.floor(CHUNKS / 2);

/** The ground, flat in the middle, where the pad is. */
export interface Moon {
  /** From left to right. */
  surface: readonly (readonly [x: number, y: number])[];
  /** Left and right end of the pad. */
  pad: readonly [number, number];
}

export const PAD_HEIGHT = HEIGHT / 4;

/** Puts a ground of random heights into `world`. */
export function createMoon(world: World, random: Generator): Moon {
  const heights = Array.from({ length: CHUNKS + 1 }, () => random.uniform(0, HEIGHT / 2));
  heights.fill(PAD_HEIGHT, PAD - 2, PAD + 3);
  // The height before the first is the last, as in NumPy.
  const smooth = heights
    .slice(0, CHUNKS)
    .map((height, i) => 0.33 * (heights[(i + CHUNKS) % (CHUNKS + 1)] + height + heights[i + 1]));
  const surface = smooth.map((height, i): [number, number] => [(WIDTH / (CHUNKS - 1)) * i, height]);

  const moon = world.createBody();
  moon.createFixture({ shape: new Edge({ x: 0, y: 0 }, { x: WIDTH, y: 0 }) });
  for (let i = 0; i < CHUNKS - 1; i++) {
    const [[x1, y1], [x2, y2]] = [surface[i], surface[i + 1]];
    moon.createFixture({ shape: new Edge({ x: x1, y: y1 }, { x: x2, y: y2 }), friction: FRICTION });
  }
  return { surface, pad: [surface[PAD - 1][0], surface[PAD + 1][0]] };
}
