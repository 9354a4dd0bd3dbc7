import type { Scene } from '../scene.ts';
import { POLE_HALF_LENGTH, THETA, X, X_LIMIT, type CartPoleState } from './cart-pole-physics.ts';

type Point = readonly [x: number, y: number];

/** Gymnasium's picture: 600 × 400 pixels at 125 pixels a metre, the track 100 pixels above the bottom. */
const PIXEL = (2 * X_LIMIT) / 600;
const VIEW: Scene['view'] = [-X_LIMIT, -100 * PIXEL, X_LIMIT, 300 * PIXEL];
const CART_WIDTH = 50 * PIXEL;
const CART_HEIGHT = 30 * PIXEL;
const POLE_WIDTH = 10 * PIXEL;
const AXLE_HEIGHT = CART_HEIGHT / 4;

export function drawCartPole(state: CartPoleState): Scene {
  const x = state[X];
  const axle: Point = [x, AXLE_HEIGHT];
  return {
    view: VIEW,
    shapes: [
      {
        kind: 'line',
        points: [
          [-X_LIMIT, 0],
          [X_LIMIT, 0],
        ],
        stroke: '#000000',
        width: PIXEL,
      },
      { kind: 'polygon', points: drawCart(x), fill: '#000000' },
      { kind: 'polygon', points: drawPole(axle, state[THETA]), fill: '#ca9865' },
      { kind: 'circle', center: axle, radius: POLE_WIDTH / 2, fill: '#8184cb' },
    ],
  };
}

function drawCart(x: number): Point[] {
  const left = x - CART_WIDTH / 2;
  const right = x + CART_WIDTH / 2;
  const top = CART_HEIGHT / 2;
  return [
    [left, -top],
    [left, top],
    [right, top],
    [right, -top],
  ];
}

function drawPole([x, y]: Point, theta: number): Point[] {
  const side = POLE_WIDTH / 2;
  const tip = 2 * POLE_HALF_LENGTH - side;
  const turn = (across: number, along: number): Point => [
    x + across * Math.cos(theta) + along * Math.sin(theta),
    y - across * Math.sin(theta) + along * Math.cos(theta),
  ];
  return [turn(-side, -side), turn(-side, tip), turn(side, tip), turn(side, -side)];
}
