import type { Body } from 'planck';
import { drawFlag } from '../../flag-shapes.ts';
import type { Scene, Shape } from '../../scene.ts';
import { polygonsOf } from '../polygons-of.ts';
import { HEIGHT, SCALE, WIDTH } from './dimensions.ts';
import type { Thrust } from './engines.ts';
import type { Lander } from './lander.ts';
import { PAD_HEIGHT, type Moon } from './moon.ts';

const PIXEL = 1 / SCALE;
const VIEW: Scene['view'] = [0, 0, WIDTH, HEIGHT];
const SKY = '#000000';
const GROUND = '#ffffff';
const HULL = '#8066e6';
const FLAME = '#e6801a';

/** The moon with its flags, and the lander with the flames of its engines; the bare sky before the first reset. */
export function drawLander(place: { moon: Moon; lander: Lander } | undefined, thrust: Thrust): Scene {
  if (place === undefined) return { view: VIEW, shapes: [rectangle(0, 0, WIDTH, HEIGHT, SKY)] };
  const { moon, lander } = place;
  return {
    view: VIEW,
    shapes: [
      rectangle(0, 0, WIDTH, HEIGHT, SKY),
      { kind: 'polygon', points: [...moon.surface, [WIDTH, 0], [0, 0]], fill: GROUND },
      ...drawFlames(lander.hull, thrust),
      ...[lander.hull, ...lander.legs].flatMap((body) => polygonsOf(body, HULL)),
      ...moon.pad.flatMap((x) => drawFlag({ x, foot: PAD_HEIGHT, pixel: PIXEL, pole: '#cccccc', cloth: '#cccc00' })),
    ],
  };
}

function rectangle(left: number, bottom: number, right: number, top: number, fill: string): Shape {
  const points: [number, number][] = [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
  return { kind: 'polygon', points, fill };
}

/** As long as the engines are strong. */
function drawFlames(hull: Body, { main, side, direction }: Thrust): Shape[] {
  return [
    ...(main > 0 ? [flame(hull, [0, -10], [0, -10 - 20 * main])] : []),
    ...(side > 0 ? [flame(hull, [direction * 17, 12], [direction * (17 + 12 * side), 12])] : []),
  ];
}

/** A triangle with its base at `from` and its point at `to`, in pixels on the hull. */
function flame(hull: Body, from: readonly [number, number], to: readonly [number, number]): Shape {
  const [x, y] = from;
  const isDown = to[0] === x;
  const corners = [isDown ? [x - 4, y] : [x, y - 3], isDown ? [x + 4, y] : [x, y + 3], to];
  const points = corners.map(([cornerX, cornerY]): [number, number] => {
    const point = hull.getWorldPoint({ x: cornerX * PIXEL, y: cornerY * PIXEL });
    return [point.x, point.y];
  });
  return { kind: 'polygon', points, fill: FLAME };
}
