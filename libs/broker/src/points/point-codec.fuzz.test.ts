import {
  damagedBytes,
  expectEqual,
  expectReadOrRefused,
  fuzz,
  FUZZ_INPUTS,
  FUZZ_TIMEOUT_MS,
  someOf,
} from '@cartwheel/jest-preset/fuzzing';
import { describe, expect, it, jest } from '@jest/globals';
import { encode } from '@msgpack/msgpack';
import * as fc from 'fast-check';
import { packPoints, unpackPoints } from './point-codec.ts';

jest.setTimeout(FUZZ_TIMEOUT_MS);

const plain = { noNullPrototype: true } as const;
const text = fc.string({ maxLength: 4 });
const point = fc.record(
  {
    name: fc.string({ minLength: 1, maxLength: 4 }),
    context: fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      text,
      { maxKeys: 2, ...plain },
    ),
    step: fc.maxSafeNat(),
    time: fc.double({ noDefaultInfinity: true, noNaN: true }),
    value: fc.double(),
  },
  plain,
);
const batches = fc.array(point, { maxLength: 6 });

describe('packed points', () => {
  it('come back as they went in, every double and every name', () => {
    fuzz(batches, (points) => expectEqual(unpackPoints(packPoints(points), 'x'), points), 0.1);
  });

  it(`are read from each of ${FUZZ_INPUTS} damaged or foreign bytes, or refused with a code`, () => {
    const foreign = fc.oneof(fc.uint8Array(), fc.anything({ maxDepth: 3 }).map(encodedOrNothing));
    const inputs = fc.oneof({ arbitrary: damagedBytes(someOf(batches.map(packPoints))), weight: 9 }, foreign);
    fuzz(inputs, (bytes) => {
      expectReadOrRefused(
        () => unpackPoints(bytes, 'x'),
        /^broker\/corrupt-document$/,
        (points) => expectEqual(unpackPoints(packPoints(points), 'x'), points),
      );
    });
  });

  it('name the place where they are damaged', () => {
    expect(() => unpackPoints(Uint8Array.of(1), 'exp:{a}:points')).toThrow('exp:{a}:points is damaged');
  });
});

/** msgpack has no form for some of what there is. */
function encodedOrNothing(value: unknown): Uint8Array {
  try {
    return encode(value);
  } catch {
    return new Uint8Array(0);
  }
}
