import { expect, it } from '@jest/globals';
import { Box } from '../spaces/box.ts';
import { Dict } from '../spaces/dict.ts';
import { Discrete } from '../spaces/discrete.ts';
import type { Space } from '../spaces/space.ts';
import { describeObservation } from './describe-observation.ts';

const box = new Box({ shape: [1, 2], low: [0, -1], high: [1, Infinity] });
const boxText = String(box);

it.each<[Space, unknown, string]>([
  [new Discrete(2), 7, 'expected an observation of Discrete(2), but got 7'],
  [new Discrete(2), Number.NaN, 'expected an observation of Discrete(2), but got NaN'],
  [new Discrete(2), undefined, 'expected an observation of Discrete(2), but got undefined'],
  [new Dict({ a: new Discrete(2) }), { a: 5 }, 'expected an observation of Dict(a: Discrete(2)), but got {"a":5}'],
  [new Discrete(2), 'x'.repeat(78), `expected an observation of Discrete(2), but got "${'x'.repeat(78)}"`],
  [new Discrete(2), 'x'.repeat(79), `expected an observation of Discrete(2), but got "${'x'.repeat(79)}…`],
  [box, [0, 1], `expected an observation of ${boxText}, but got Array [0,1]`],
  [box, Object.create(null), `expected an observation of ${boxText}, but got object {}`],
  [box, null, `expected an observation of ${boxText}, but got null`],
  [box, 5, `expected an observation of ${boxText}, but got 5`],
  [box, Float32Array.of(1), 'expected 2 numbers (shape [1, 2]), but got 1'],
  [box, Float32Array.of(0, -2), 'expected element 1 to be between -1 and Infinity, but it is -2'],
  [box, Float32Array.of(2, -2), 'expected element 0 to be between 0 and 1, but it is 2'],
  [box, Float32Array.of(1, Number.NaN), 'expected element 1 to be between -1 and Infinity, but it is NaN'],
  [box, Float32Array.of(0, -1.5), 'expected element 1 to be between -1 and Infinity, but it is -1.5'],
])('of %s: %p', (space, observation, text) => {
  expect(describeObservation(space, observation)).toBe(text);
});
