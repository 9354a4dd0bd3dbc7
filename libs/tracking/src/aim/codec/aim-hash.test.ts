import { expect, it } from '@jest/globals';
import { aimHash } from './aim-hash.ts';
import { AimBlob, AimFloat, AimObject, type AimValue } from './aim-value.ts';

/** Made by Aim 3.29.1, by its own code or by that of Python. */
it.each<[AimValue, bigint]>([
  [new Uint8Array(), 8342467732000280265n],
  [Uint8Array.of(0, 255), -7249589301007779411n],
  [{ b: Buffer.from('x') }, -8378812149422418323n],
  ['x', -3237599425091521607n],
  [Number.NEGATIVE_INFINITY, 8531898805919798013n],
  // CPython's hash of NaN is its address; a NaN is hashed as a zero here, so that it has one hash.
  [Number.NaN, 487590686800389010n],
  [0, 487590686800389010n],
  [-0, 487590686800389010n],
  [-0.5, 2779494349166001267n],
  [-1, -2031535777419256979n],
  [-2.5, -3505257516149232373n],
  [5e-324, 6347604886970453728n],
  [1e300, -8526786551268721049n],
  [2 ** 61, 6813614137041369426n],
  [-(2 ** 61), -2031535777419256979n],
  [
    new Map<string | number, AimValue>([
      [10, 1],
      ['a', 2],
    ]),
    5009943156838622847n,
  ],
])('the hash of %p is Aim’s', (value, hash) => {
  expect(aimHash(value)).toBe(hash);
});

it('a float is hashed as its number', () => {
  expect(aimHash(new AimFloat(-2.5))).toBe(aimHash(-2.5));
});

it.each<[string, AimValue]>([
  ['a blob', new AimBlob('x')],
  ['an object', new AimObject('aim.text', {})],
  ['an object in a dict', { a: [new AimObject('aim.text', {})] }],
])('%s has none', (_, value) => {
  expect(() => aimHash(value)).toThrow(
    expect.objectContaining({
      code: 'aim/bad-value',
      message: expect.stringContaining('no hash of blobs and objects'),
    }),
  );
});
