import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { cos, sin } from './small-angle.ts';

/** Of `value`: the distance to the next double. */
const ulp = (value: number): number => 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52);

it.each([
  ['sine', sin, Math.sin],
  ['cosine', cos, Math.cos],
])('the %s is that of Math but for the last bit', (_, ours, theirs) => {
  const angles = fc.oneof(fc.double({ min: -0.3, max: 0.3, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true }));
  const check = fc.property(angles, (angle) => {
    const expected = theirs(angle);
    return ours(angle) === expected || Math.abs(ours(angle) - expected) <= ulp(expected);
  });
  expect(fc.check(check, { numRuns: 2000 })).toMatchObject({ failed: false });
});

it('signs, zero and what is no number stay', () => {
  expect([sin(0), cos(0), sin(Number.NaN), cos(Infinity)]).toEqual([0, 1, Number.NaN, Number.NaN]);
  expect(sin(-0.1)).toBe(-sin(0.1));
});
