import { describe, expect, it } from '@jest/globals';
import { hasForm } from './observation-form.ts';
import { Box } from './spaces/box.ts';
import { Dict } from './spaces/dict.ts';
import { Discrete } from './spaces/discrete.ts';
import type { Space } from './spaces/space.ts';
import { Tuple } from './spaces/tuple.ts';

const box = new Box({ low: -1, high: 1, shape: [2] });
const nested = new Dict({ position: box, kind: new Tuple([new Discrete(3), box]) });

describe('hasForm', () => {
  it.each<[Space, unknown, boolean]>([
    [box, Float32Array.of(0, 5), true],
    [box, [0, 5], true],
    [box, Float32Array.of(0, 0, 0), false],
    [box, 1, false],
    [box, undefined, false],
    [new Discrete(3), 2, true],
    [new Discrete(3), 3, false],
    [nested, { position: Float32Array.of(9, 9), kind: [1, [0, 0]] }, true],
    [nested, { position: Float32Array.of(9, 9), kind: [1] }, false],
    [nested, { kind: [1, [0, 0]] }, false],
    [nested, null, false],
  ])('of %s and %j is %s', (space, value, expected) => {
    expect(hasForm(space, value)).toBe(expected);
  });
});
