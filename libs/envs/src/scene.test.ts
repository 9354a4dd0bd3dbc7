import { expect, it } from '@jest/globals';
import { drawFlag } from './flag-shapes.ts';
import { coordinatesOf, type Shape } from './scene.ts';

it.each<[Shape, number[]]>([
  [{ kind: 'circle', center: [1, 2], radius: 3, fill: '#000000' }, [1, 2, 3]],
  [
    {
      kind: 'line',
      points: [
        [1, 2],
        [3, 4],
      ],
      stroke: '#000000',
      width: 5,
    },
    [1, 2, 3, 4, 5],
  ],
  [
    {
      kind: 'polygon',
      points: [
        [1, 2],
        [3, 4],
      ],
      fill: '#000000',
    },
    [1, 2, 3, 4],
  ],
])('the numbers of %j', (shape, numbers) => {
  expect(coordinatesOf(shape)).toEqual(numbers);
});

it('a flag is a pole of 50 pixels, with a cloth of 25 by 10 at its top', () => {
  expect(drawFlag({ x: 2, foot: 1, pixel: 0.5, pole: '#111111', cloth: '#222222' })).toEqual([
    {
      kind: 'line',
      points: [
        [2, 1],
        [2, 26],
      ],
      stroke: '#111111',
      width: 0.5,
    },
    {
      kind: 'polygon',
      points: [
        [2, 26],
        [2, 21],
        [14.5, 23.5],
      ],
      fill: '#222222',
    },
  ]);
});
