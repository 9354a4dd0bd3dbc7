import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  damagedBytes,
  damagedText,
  expectEqual,
  expectReadOrRefused,
  fuzz,
  fuzzAsync,
  FUZZ_INPUTS,
  readingOf,
  someOf,
} from './fuzzing.ts';

class CodedError extends Error {
  readonly code: string;

  constructor(code: string) {
    super('refused');
    this.code = code;
  }
}

function thrower(error: unknown): () => never {
  return () => {
    throw error;
  };
}

describe('fuzz', () => {
  it('tries as many inputs as it says', () => {
    let tried = 0;
    fuzz(fc.nat(), () => {
      tried += 1;
    });
    expect(tried).toBe(FUZZ_INPUTS);
  });

  it('tries a share of them', () => {
    let tried = 0;
    fuzz(
      fc.nat(),
      () => {
        tried += 1;
      },
      0.01,
    );
    expect(tried).toBe(FUZZ_INPUTS / 100);
  });

  it('waits for a property that takes its time', async () => {
    let tried = 0;
    await fuzzAsync(fc.nat(), async () => {
      await Promise.resolve();
      tried += 1;
    });
    expect(tried).toBe(FUZZ_INPUTS);
    await expect(fuzzAsync(fc.constant(7), () => Promise.reject(new Error('not so')))).rejects.toThrow(/7/);
  });

  it('fails with the input for which the property does not hold', () => {
    expect(() => fuzz(fc.constant(7), thrower(new Error('not so')))).toThrow(/7/);
  });
});

it('some values are of those that there are', () => {
  fuzz(someOf(fc.integer({ min: 3, max: 5 })), (value) => expect([3, 4, 5]).toContain(value), 0.01);
});

it('equality tells -0 from 0 and takes NaN for itself', () => {
  expect(() => expectEqual({ a: [Number.NaN, -0] }, { a: [Number.NaN, -0] })).not.toThrow();
  expect(() => expectEqual({ a: -0 }, { a: 0 })).toThrow('Expected { a: 0 }, received { a: -0 }.');
});

describe('a reading', () => {
  it('is the value, or the code of the refusal', () => {
    expect(readingOf(() => 5)).toEqual({ value: 5 });
    expect(readingOf(thrower(new CodedError('aim/bad-reply')))).toEqual({ code: 'aim/bad-reply' });
  });

  it.each([new TypeError('undefined is no function'), new CodedError('ERR_INVALID_ARG'), 'text'])(
    'is none where the reader crashes with %p',
    (error) => {
      let thrown: unknown;
      try {
        readingOf(thrower(error));
      } catch (caught) {
        thrown = caught;
      }
      expect(thrown).toBe(error);
    },
  );
});

it('an input is read and checked, or refused with a code of those that may be', () => {
  const seen: number[] = [];
  expectReadOrRefused(
    () => 5,
    /^a\/b$/,
    (value) => seen.push(value),
  );
  expect(seen).toEqual([5]);
  expect(() => expectReadOrRefused(thrower(new CodedError('a/b')), /^a\/b$/, () => undefined)).not.toThrow();
  expect(() => expectReadOrRefused(thrower(new CodedError('a/c')), /^a\/b$/, () => undefined)).toThrow('received a/c');
});

describe('damage', () => {
  it('cuts, lengthens and changes, and leaves the valid input as it is', () => {
    const valid = Uint8Array.from({ length: 16 }, (_, index) => index);
    const kept = valid.slice();
    const lengths = new Set<number>();
    let changed = 0;
    fc.assert(
      fc.property(damagedBytes(fc.constant(valid)), (damaged) => {
        lengths.add(Math.sign(damaged.length - valid.length));
        if (damaged.length === valid.length && damaged.some((byte, index) => byte !== valid[index])) changed += 1;
        expect(valid).toEqual(kept);
      }),
      { numRuns: 1000 },
    );
    expect([...lengths].toSorted((a, b) => a - b)).toEqual([-1, 0, 1]);
    expect(changed).toBeGreaterThan(100);
  });

  it('comes to texts, too', () => {
    const [damaged] = fc.sample(damagedText(fc.constant('a'.repeat(100))), { numRuns: 1, seed: 1 });
    expect(damaged).not.toBe('a'.repeat(100));
  });
});
