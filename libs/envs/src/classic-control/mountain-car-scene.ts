import { drawFlag } from '../flag-shapes.ts';
import type { Scene, Shape } from '../scene.ts';
import { MAX_POSITION, MIN_POSITION } from './mountain-car-track.ts';

type Point = readonly [x: number, y: number];

/** Gymnasium's picture: 600 × 400 pixels, the track's whole width. */
const PIXEL = (MAX_POSITION - MIN_POSITION) / 600;
const VIEW: Scene['view'] = [MIN_POSITION, 0, MAX_POSITION, 400 * PIXEL];
const CAR_WIDTH = 40 * PIXEL;
const CAR_HEIGHT = 20 * PIXEL;
const CLEARANCE = 10 * PIXEL;

const heightAt = (position: number): number => Math.sin(3 * position) * 0.45 + 0.55;

const TRACK: readonly Point[] = Array.from({ length: 100 }, (_, i) => {
  const x = MIN_POSITION + ((MAX_POSITION - MIN_POSITION) * i) / 99;
  return [x, heightAt(x)];
});

/** The car on its track, with the flag at the goal. */
export function drawMountainCar(position: number, goalPosition: number): Scene {
  const tilt = Math.cos(3 * position);
  const place = (along: number, up: number): Point => [
    position + along * Math.cos(tilt) - up * Math.sin(tilt),
    heightAt(position) + along * Math.sin(tilt) + up * Math.cos(tilt),
  ];
  const wheel = (along: number): Shape => {
    const [x, y] = place(along, 0);
    return { kind: 'circle', center: [x, y + CLEARANCE], radius: CAR_HEIGHT / 2.5, fill: '#808080' };
  };
  const body = [
    place(-CAR_WIDTH / 2, 0),
    place(-CAR_WIDTH / 2, CAR_HEIGHT),
    place(CAR_WIDTH / 2, CAR_HEIGHT),
    place(CAR_WIDTH / 2, 0),
  ].map(([x, y]): Point => [x, y + CLEARANCE]);
  return {
    view: VIEW,
    shapes: [
      { kind: 'line', points: TRACK, stroke: '#000000', width: PIXEL },
      { kind: 'polygon', points: body, fill: '#000000' },
      wheel(CAR_WIDTH / 4),
      wheel(-CAR_WIDTH / 4),
      ...drawFlag({ x: goalPosition, foot: heightAt(goalPosition), pixel: PIXEL, pole: '#000000', cloth: '#cccc00' }),
    ],
  };
}
