import { expect, it } from '@jest/globals';
import { AimBlob, AimFloat, AimObject, type AimValue } from './aim-value.ts';
import { decodeTree } from './decode-tree.ts';
import { encodeTree } from './encode-tree.ts';

it.each<[string, AimValue, string]>([
  ['an empty key', { a: { '': 1 } }, 'Aim has no empty keys: expected a key with a name.'],
  ['more than 64 bits', 2n ** 63n, 'at most 64 bits, received 9223372036854775808: send it as a float.'],
  ['less than 64 bits hold', -(2n ** 63n) - 1n, 'at most 64 bits, received -9223372036854775809'],
  ['a key of more than 64 bits', new Map([[2n ** 63n, 1]]), 'at most 64 bits, received 9223372036854775808'],
])('%s is refused', (_, value, message) => {
  expect(() => encodeTree(value)).toThrow(
    expect.objectContaining({ code: 'aim/bad-value', message: expect.stringContaining(message) }),
  );
});

it('a number that must be a float is one, also where it is whole', () => {
  const packed = encodeTree(new AimFloat(2));
  expect(packed).not.toEqual(encodeTree(2));
  expect(decodeTree(packed)).toBe(2);
});

it('the blob of an object may be bytes', () => {
  const image = new AimObject('aim.image', { data: new AimBlob(Uint8Array.of(7)), width: 1 });
  const fields = new Map<string, unknown>([
    ['data', Uint8Array.of(7)],
    ['width', 1],
  ]);
  expect(decodeTree(encodeTree(image))).toEqual({ type: 'aim.image', fields });
});
