import { expect, it } from '@jest/globals';
import { finiteEdges } from './finite-edges.ts';

it.each([
  [
    [-1, 0, 2.5],
    [-1, 0, 2.5],
  ],
  [
    [Number.NEGATIVE_INFINITY, -3, 4, Number.POSITIVE_INFINITY],
    [-3, -3, 4, 4],
  ],
  [
    [Number.NEGATIVE_INFINITY, 5, 7],
    [5, 5, 7],
  ],
  [
    [-7, -5, Number.POSITIVE_INFINITY],
    [-7, -5, -5],
  ],
  [
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [0, 0],
  ],
  [[], []],
])('%j', (edges, expected) => {
  expect(finiteEdges(edges)).toEqual(expected);
});
