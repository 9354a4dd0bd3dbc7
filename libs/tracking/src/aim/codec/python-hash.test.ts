import { expect, it } from '@jest/globals';
import { pythonHash } from './python-hash.ts';

/** What `hash()` says in CPython 3.11. */
it.each([
  [0.5, 1152921504606846976n],
  [-0.5, -1152921504606846976n],
  [0.1, 230584300921369408n],
  [-2.5, -1152921504606846978n],
  [5e-324, 16777216n],
  [1.5e-323, 50331648n],
  [2 ** -1022, 32768n],
  [Number.MAX_VALUE, 2234066890152476671n],
  [1e300, 1224995262755759164n],
  [2 ** 61, 1n],
  [2 ** 53, 9007199254740992n],
  [Number.POSITIVE_INFINITY, 314159n],
  [Number.NEGATIVE_INFINITY, -314159n],
  [0, 0n],
  [-0, 0n],
  [7, 7n],
])('of %p', (value, hash) => {
  expect(pythonHash(value)).toBe(hash);
});

it('of -1 is -1, as in Aim, and of NaN 0: CPython has -2, and another for each NaN', () => {
  expect([pythonHash(-1), pythonHash(Number.NaN)]).toEqual([-1n, 0n]);
});
