import type { Scene, Shape } from '../scene.ts';
import { LINK_LENGTH, THETA_1, THETA_2, type AcrobotState } from './acrobot-physics.ts';

type Point = readonly [x: number, y: number];

/** Both links, and a margin. */
const REACH = 2 * LINK_LENGTH + 0.2;
const HALF_WIDTH = 0.1;

/** The links, and the line that the tip must reach. */
export function drawAcrobot(state: AcrobotState): Scene {
  const first = state[THETA_1];
  const elbow: Point = [LINK_LENGTH * Math.sin(first), -LINK_LENGTH * Math.cos(first)];
  return {
    view: [-REACH, -REACH, REACH, REACH],
    shapes: [
      {
        kind: 'line',
        points: [
          [-REACH, LINK_LENGTH],
          [REACH, LINK_LENGTH],
        ],
        stroke: '#000000',
        width: 0.01,
      },
      ...drawLink([0, 0], first),
      ...drawLink(elbow, first + state[THETA_2]),
    ],
  };
}

function drawLink([x, y]: Point, angle: number): Shape[] {
  const place = (along: number, across: number): Point => [
    x + along * Math.sin(angle) + across * Math.cos(angle),
    y - along * Math.cos(angle) + across * Math.sin(angle),
  ];
  const points = [
    place(0, -HALF_WIDTH),
    place(0, HALF_WIDTH),
    place(LINK_LENGTH, HALF_WIDTH),
    place(LINK_LENGTH, -HALF_WIDTH),
  ];
  return [
    { kind: 'polygon', points, fill: '#00cccc' },
    { kind: 'circle', center: [x, y], radius: HALF_WIDTH, fill: '#cccc00' },
  ];
}
