import { drawFlag } from '../../flag-shapes.ts';
import type { Scene, Shape } from '../../scene.ts';
import { polygonsOf } from '../polygons-of.ts';
import { HEIGHT, SCALE, TERRAIN_HEIGHT, TERRAIN_STEP, WIDTH } from './dimensions.ts';
import { endOfRay, RAYS } from './lidar.ts';
import type { Terrain } from './terrain.ts';
import type { Walker } from './walker.ts';

const PIXEL = 1 / SCALE;
const SKY = '#d7d7ff';
const GRASS = '#66994c';
const OBSTACLE = '#999999';
const HULL = '#7f33e5';
const START_FLAG = { x: TERRAIN_STEP * 3, foot: TERRAIN_HEIGHT, pixel: PIXEL, pole: '#000000', cloth: '#e63300' };
/** From the hip down, first the side that is behind. */
const LEGS = ['#b26598', '#7f4c65', '#804c66', '#4d1a33'];

/** The part of the terrain where the walker is; the sky before the first reset. */
export function drawWalker(place: { terrain: Terrain; walker: Walker } | undefined, distances: Float64Array): Scene {
  const left = place === undefined ? 0 : place.walker.hull.getPosition().x - WIDTH / 5;
  const view: Scene['view'] = [left, 0, left + WIDTH, HEIGHT];
  const sky = polygon([left, 0], [left + WIDTH, 0], [left + WIDTH, HEIGHT], [left, HEIGHT], SKY);
  if (place === undefined) return { view, shapes: [sky] };
  const { terrain, walker } = place;
  return {
    view,
    shapes: [
      sky,
      ...drawGround(terrain, left),
      ...drawFlag(START_FLAG),
      ...drawRays(walker, distances),
      ...walker.legs.flatMap((leg, i) => polygonsOf(leg, LEGS[i])),
      ...polygonsOf(walker.hull, HULL),
    ],
  };
}

type Point = readonly [number, number];

function polygon(a: Point, b: Point, c: Point, d: Point, fill: string): Shape {
  return { kind: 'polygon', points: [a, b, c, d], fill };
}

function drawGround({ surface, obstacles }: Terrain, left: number): Shape[] {
  const isSeen = ([x]: Point): boolean => x >= left - 5 * TERRAIN_STEP && x <= left + WIDTH + 5 * TERRAIN_STEP;
  const seen = surface.filter(isSeen);
  if (seen.length < 2) return [];
  const ground: Shape = {
    kind: 'polygon',
    points: [...seen, [seen[seen.length - 1][0], 0], [seen[0][0], 0]],
    fill: GRASS,
  };
  const blocks = obstacles.filter((points) => points.some(isSeen));
  return [ground, ...blocks.map((points): Shape => ({ kind: 'polygon', points, fill: OBSTACLE }))];
}

function drawRays({ hull }: Walker, distances: Float64Array): Shape[] {
  const { x, y } = hull.getPosition();
  return Array.from({ length: RAYS }, (_, i): Shape => {
    const end = endOfRay({ x, y }, i, distances[i]);
    return {
      kind: 'line',
      points: [
        [x, y],
        [end.x, end.y],
      ],
      stroke: '#ff8080',
      width: PIXEL / 2,
    };
  });
}
