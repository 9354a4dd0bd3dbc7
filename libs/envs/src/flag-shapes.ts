import type { Shape } from './scene.ts';

export interface Flag {
  x: number;
  /** Where the pole stands. */
  foot: number;
  /** World units in one of Gymnasium's pixels: the pole is 50 high, the cloth 25 long and 10 high. */
  pixel: number;
  pole: string;
  cloth: string;
}

/** A flag as in Gymnasium's pictures. */
export function drawFlag({ x, foot, pixel, pole, cloth }: Flag): Shape[] {
  const top = foot + 50 * pixel;
  return [
    {
      kind: 'line',
      points: [
        [x, foot],
        [x, top],
      ],
      stroke: pole,
      width: pixel,
    },
    {
      kind: 'polygon',
      points: [
        [x, top],
        [x, top - 10 * pixel],
        [x + 25 * pixel, top - 5 * pixel],
      ],
      fill: cloth,
    },
  ];
}
