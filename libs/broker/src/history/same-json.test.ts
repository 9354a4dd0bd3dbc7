import { isDeepStrictEqual } from 'node:util';
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isSameJson } from './same-json.ts';

it('takes a value for its own copy, and for no other value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const copy: unknown = JSON.parse(JSON.stringify(one));
      expect(isSameJson(copy, copy)).toBe(true);
      expect(isSameJson(JSON.parse(JSON.stringify(copy)), copy)).toBe(true);
      expect(isSameJson(other, copy)).toBe(isDeepStrictEqual(other, copy));
    }),
  );
});

it.each([
  [[], {}],
  [new Map(), {}],
  [Object.create({ a: 1 }), {}],
  [{ a: 1 }, { b: 1 }],
  [{ a: undefined }, { b: 1 }],
  [{ toString: 1 }, { valueOf: 1 }],
  [[1, 2], [1]],
  [null, {}],
  [0, -0],
  [Number.NaN, null],
])('tells %j from %j', (one, other) => {
  expect(isSameJson(one, other)).toBe(false);
  expect(isSameJson(other, one)).toBe(false);
});
