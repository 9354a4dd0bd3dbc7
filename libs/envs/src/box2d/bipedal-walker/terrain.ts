import type { Generator } from '@cartwheel/random';
import { GOAL, START_PAD, TERRAIN_HEIGHT, TERRAIN_LENGTH, TERRAIN_STEP } from './dimensions.ts';

type Point = readonly [x: number, y: number];

/** The ground that a walker walks on. */
export interface Terrain {
  /** The surface, a point each step. */
  surface: readonly Point[];
  /** What the hardcore form puts there: stumps, stairs, the walls of pits. */
  obstacles: readonly (readonly Point[])[];
}

/** Grass is what lies between the others. */
type Section = 'grass' | 'stump' | 'stairs' | 'pit';
const OBSTACLES: readonly Section[] = ['stump', 'stairs', 'pit'];
const GRASS_LENGTH = TERRAIN_LENGTH - GOAL;
const ROUGHNESS = 1 / 30;

/** Draws a terrain, number by number as Gymnasium does. */
export function drawTerrain(random: Generator, isHardcore: boolean): Terrain {
  const maker = new TerrainMaker(random, isHardcore);
  const surface = Array.from({ length: TERRAIN_LENGTH }, (_, i): Point => [i * TERRAIN_STEP, maker.next(i)]);
  return { surface, obstacles: maker.obstacles };
}

class TerrainMaker {
  readonly obstacles: Point[][] = [];
  readonly #random: Generator;
  readonly #isHardcore: boolean;
  #section: Section = 'grass';
  /** Whether the next step is the first of its section. */
  #isFirst = false;
  /** Steps left in the section. */
  #left = START_PAD;
  #y = TERRAIN_HEIGHT;
  #slope = 0;
  #sectionY = 0;
  #stairs = { steps: 0, width: 0, height: 0 };

  constructor(random: Generator, isHardcore: boolean) {
    this.#random = random;
    this.#isHardcore = isHardcore;
  }

  /** The height of the ground at step `i`. */
  next(i: number): number {
    if (this.#isFirst) this.#begin(i * TERRAIN_STEP);
    else this.#continue(i);
    this.#isFirst = false;
    const height = this.#y;
    this.#left -= 1;
    if (this.#left === 0) this.#choose();
    return height;
  }

  #choose(): void {
    this.#left = this.#random.integers(GRASS_LENGTH / 2, GRASS_LENGTH);
    const isObstacleNext = this.#section === 'grass' && this.#isHardcore;
    this.#section = isObstacleNext ? OBSTACLES[this.#random.integers(1, 4) - 1] : 'grass';
    this.#isFirst = true;
  }

  #begin(x: number): void {
    if (this.#section === 'pit') this.#beginPit(x);
    if (this.#section === 'stump') this.#beginStump(x);
    if (this.#section === 'stairs') this.#beginStairs(x);
  }

  #continue(i: number): void {
    if (this.#section === 'grass') this.#undulate(i);
    if (this.#section === 'pit') this.#y = this.#left > 1 ? this.#sectionY - 4 * TERRAIN_STEP : this.#sectionY;
    if (this.#section === 'stairs') {
      const { steps, width, height } = this.#stairs;
      const climbed = (steps * width - this.#left - height) / width;
      this.#y = this.#sectionY + climbed * height * TERRAIN_STEP;
    }
  }

  #undulate(i: number): void {
    this.#slope = 0.8 * this.#slope + 0.01 * Math.sign(TERRAIN_HEIGHT - this.#y);
    if (i > START_PAD) this.#slope += this.#random.uniform(-1, 1) * ROUGHNESS;
    this.#y += this.#slope;
  }

  #beginPit(x: number): void {
    const width = this.#random.integers(3, 5);
    const depth = -4 * TERRAIN_STEP;
    this.#place(x, this.#y, TERRAIN_STEP, depth);
    this.#place(x + TERRAIN_STEP * width, this.#y, TERRAIN_STEP, depth);
    this.#left = width + 2;
    this.#sectionY = this.#y;
  }

  #beginStump(x: number): void {
    const size = this.#random.integers(1, 3);
    this.#place(x, this.#y, size * TERRAIN_STEP, size * TERRAIN_STEP);
    this.#left = size;
  }

  #beginStairs(x: number): void {
    const height = this.#random.random() > 0.5 ? 1 : -1;
    const width = this.#random.integers(4, 5);
    const steps = this.#random.integers(3, 5);
    for (let step = 0; step < steps; step++) {
      const left = x + step * width * TERRAIN_STEP;
      this.#place(left, this.#y + step * height * TERRAIN_STEP, width * TERRAIN_STEP, -TERRAIN_STEP);
    }
    this.#stairs = { steps, width, height };
    this.#sectionY = this.#y;
    this.#left = steps * width;
  }

  /** A block with a corner at (x, y). */
  #place(x: number, y: number, width: number, height: number): void {
    this.obstacles.push([
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ]);
  }
}
