import {
  damagedBytes,
  expectEqual,
  expectReadOrRefused,
  fuzz,
  FUZZ_INPUTS,
  FUZZ_TIMEOUT_MS,
  someOf,
} from '@cartwheel/jest-preset/fuzzing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { AimFloat, AimObject, type AimValue, type DecodedValue } from './aim-value.ts';
import { decodeTree } from './decode-tree.ts';
import { encodeTree } from './encode-tree.ts';

const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 });
const { value } = fc.letrec<{ value: AimValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 2n ** 63n - 1n),
    fc.double(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
    fc.uint8Array({ maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
}));

/** What was read, as one writes it. */
function asValue(decoded: DecodedValue): AimValue {
  if (Array.isArray(decoded)) return decoded.map(asValue);
  if (typeof decoded === 'number') return new AimFloat(decoded);
  if (decoded instanceof Map) return new Map([...decoded].map(([name, each]) => [name, asValue(each)]));
  if (typeof decoded !== 'object' || decoded === null || decoded instanceof Uint8Array) return decoded;
  const fields = [...decoded.fields].map(([name, each]): [string, AimValue] => [String(name), asValue(each)]);
  return new AimObject(decoded.type, Object.fromEntries(fields));
}

describe('a packed tree', () => {
  it(
    `of ${FUZZ_INPUTS} damaged or foreign ones is read, or refused with a code`,
    () => {
      const trees = damagedBytes(someOf(value.map(encodeTree)));
      fuzz(fc.oneof({ arbitrary: trees, weight: 9 }, fc.uint8Array()), (bytes) => {
        expectReadOrRefused(
          () => decodeTree(bytes),
          /^aim\/bad-reply$/,
          (decoded) => {
            const written = decodeTree(encodeTree(asValue(decoded)));
            expectEqual(decodeTree(encodeTree(asValue(written))), written);
          },
        );
      });
    },
    FUZZ_TIMEOUT_MS,
  );

  it.each([
    ['a name', [0x61]],
    ['a name after another', [0x61, 0xfe, 0x62]],
    ['a number', [0xfe, 0, 0, 0, 0, 0, 0, 0, 1, 0]],
  ])('whose path breaks off in %s is refused', (_, path) => {
    const frame = Uint8Array.of(path.length, 0, 0, 0, ...path, 0, 1, 0, 0, 0, 0);
    expect(() => decodeTree(frame)).toThrow(expect.objectContaining({ code: 'aim/bad-reply' }));
  });
});
