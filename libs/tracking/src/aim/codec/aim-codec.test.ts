import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { AimError } from '../aim-error.ts';
import { aimHash } from './aim-hash.ts';
import { AimBlob, AimFloat, AimObject, type AimValue } from './aim-value.ts';
import { decodeTree } from './decode-tree.ts';
import { encodeTree } from './encode-tree.ts';

interface Vector {
  v: AimValue;
  /** Decimal. */
  h: string;
  /** Base64 of the packed tree. */
  b: string;
}

/** Values with hashes and packed bytes, made by Aim 3.29.1. */
const vectors = JSON.parse(
  await readFile(new URL('../../../tests/aim/aim-codec-vectors.json', import.meta.url), 'utf8'),
) as Vector[];

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Plain objects as the Maps that are read. */
function asDecoded(value: AimValue): unknown {
  if (Array.isArray(value)) return value.map(asDecoded);
  if (value === null || typeof value !== 'object') return value;
  return new Map(Object.entries(value).map(([key, each]) => [key, asDecoded(each)]));
}

describe('Aim’s codec', () => {
  it('packs, reads and hashes every vector as Aim does', () => {
    expect(vectors).toHaveLength(457);
    expect(vectors.map(({ v }) => base64(encodeTree(v)))).toEqual(vectors.map(({ b }) => b));
    expect(vectors.map(({ b }) => decodeTree(Buffer.from(b, 'base64')))).toEqual(vectors.map(({ v }) => asDecoded(v)));
    expect(vectors.map(({ v }) => String(aimHash(v)))).toEqual(vectors.map(({ h }) => h));
  });

  it.each<[AimValue, bigint]>([
    [{}, -4504863053055089774n],
    [{ subset: 'train' }, -8686149688933388395n],
    [{ subset: 'eval' }, 2259581328799349122n],
    [[], -6285522261664082058n],
    [0.1, -6804443626259304751n],
    [Number.POSITIVE_INFINITY, 3372801684980267467n],
    [1, 6813614137041369426n],
    [new AimFloat(1), 6813614137041369426n],
    [true, 6813614137041369426n],
    [null, 1393794177995070132n],
  ])('the hash of %p', (value, hash) => expect(aimHash(value)).toBe(hash));

  it.each<[AimValue, string]>([
    [[false], '000000000001000000060a000000fe0000000000000000fe00020000000100'],
    [{}, '00000000000100000007'],
    [new AimFloat(1), '00000000000900000003000000000000f03f'],
    [1, '000000000009000000020100000000000000'],
    [-0, '000000000009000000030000000000000080'],
  ])('the bytes of %p', (value, hex) => expect(Buffer.from(encodeTree(value)).toString('hex')).toBe(hex));

  it('an object’s blob is set apart', () => {
    const text = new AimObject('aim.text', { data: new AimBlob('hi') });
    const bytes = encodeTree(text);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '0000000000090000000f61696d2e746578740500000064617461fe0103000000046869',
    );
    expect(decodeTree(bytes)).toEqual({ type: 'aim.text', fields: new Map([['data', 'hi']]) });
  });

  it('whatever is packed is read again', () => {
    const { value } = fc.letrec<{ value: AimValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, false, 2n ** 63n - 1n, -(2n ** 63n)),
        fc.double(),
        fc.maxSafeInteger(),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ maxLength: 8 }),
        fc.array(tie('value'), { maxLength: 12 }),
        fc
          .array(
            fc.tuple(
              fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.bigInt({ min: -5n, max: 5n })),
              tie('value'),
            ),
            { maxLength: 4 },
          )
          .map((entries) => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, (each) => expect(decodeTree(encodeTree(each))).toEqual(each)),
      { numRuns: 300 },
    );
  });

  it('whatever its length', () => {
    const long = Array.from({ length: 500 }, (_, index) => [
      index,
      index / 3,
      'x'.repeat(index),
      { [`key${index}`]: null },
    ]);
    expect(decodeTree(encodeTree(long))).toEqual(asDecoded(long));
  });

  it('the order of a dict’s entries does not matter to its hash', () => {
    const dict = { a: 1, b: [2, { c: null }], d: 'x' };
    const reversed = Object.fromEntries(Object.entries(dict).toReversed());
    expect(aimHash(reversed)).toBe(aimHash(dict));
    expect(aimHash({ ...dict, a: 2 })).not.toBe(aimHash(dict));
  });

  it.each<[string, AimValue]>([
    ['an empty key', { a: { '': 1 } }],
    ['an integer beyond 64 bits', 2n ** 63n],
  ])('%s is refused', (_, value) => {
    expect(() => encodeTree(value)).toThrow(expect.objectContaining({ code: 'aim/bad-value' }));
  });

  it('bytes that are no packed tree are refused', () => {
    const whole = encodeTree({ a: [1, 'text'] });
    const cuts = Array.from({ length: whole.length - 1 }, (_, index) => index + 1);
    const codes = cuts.map((length) => codeOf(() => decodeTree(whole.subarray(0, length))));
    expect(codes).toEqual(cuts.map((length) => (isFrameEnd(whole, length) ? undefined : 'aim/bad-reply')));
  });
});

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof AimError ? error.code : String(error);
  }
}

/** A tree that is cut between two frames is a smaller tree. */
function isFrameEnd(bytes: Uint8Array, length: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let end = 0;
  while (end < length) {
    const value = end + 4 + view.getUint32(end, true) + 1;
    end = value + 4 + view.getUint32(value, true);
  }
  return end === length;
}
