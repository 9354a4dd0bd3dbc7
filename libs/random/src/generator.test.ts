import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GeneratorState } from './generator-state.ts';
import { createGenerator, restoreGenerator, type Generator } from './generator.ts';
import { RandomError } from './random-error.ts';
import type { Seed } from './seed-sequence.ts';

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof RandomError) return error.code;
    throw error;
  }
  return undefined;
}

function draws(random: Generator): number[] {
  return Array.from({ length: 5 }, () => random.integers(7) + random.random() + random.standardNormal());
}

const throughJson = (state: GeneratorState) => JSON.parse(JSON.stringify(state)) as GeneratorState;

it('a number, a bigint and a list of one are the same seed', () => {
  const expected = draws(createGenerator(12));
  expect(draws(createGenerator(12n))).toEqual(expected);
  expect(draws(createGenerator([12]))).toEqual(expected);
  expect(draws(createGenerator(13))).not.toEqual(expected);
});

it.each<[string, Seed]>([
  ['negative', -1],
  ['a fraction', 0.5],
  ['not a number', Number.NaN],
  ['beyond exact integers', 2 ** 53],
  ['a negative bigint', -1n],
  ['a list with a negative number', [1, -2]],
])('refuses a seed that is %s', (_, seed) => {
  expect(codeOf(() => createGenerator(seed))).toBe('random/invalid-seed');
});

it('without a seed each generator has a stream of its own', () => {
  const random = createGenerator();
  const state = throughJson(random.state());
  expect(draws(random)).toEqual(draws(restoreGenerator(state)));
  expect(draws(createGenerator())).not.toEqual(draws(createGenerator()));
});

it('says which seed it was', () => {
  expect(() => createGenerator(-7)).toThrow(/non-negative integer.*-7/);
});

describe('state and restore', () => {
  it('go on exactly, also between the two halves of a draw', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 140n }), fc.nat(20), (seed, moves) => {
        const random = createGenerator(seed);
        for (let i = 0; i < moves; i++) random.uint32();
        const state = throughJson(random.state());
        const expected = draws(random);
        expect(draws(restoreGenerator(state))).toEqual(expected);

        const other = createGenerator(1);
        other.restore(state);
        expect(draws(other)).toEqual(expected);
        expect(throughJson(other.state())).toEqual(throughJson(random.state()));
      }),
    );
  });

  it('go on with the children', () => {
    const random = createGenerator(3);
    random.spawn(2);
    const restored = restoreGenerator(throughJson(random.state()));
    expect(draws(restored.spawn(1)[0])).toEqual(draws(random.spawn(1)[0]));
  });

  it('refuse what is no state', () => {
    const state = createGenerator(0).state();
    for (const wrong of [
      { algorithm: 'MT19937' },
      { state: '0x12' },
      { bufferedUint32: 0.5 },
      { seedSequence: null },
    ]) {
      const broken = { ...state, ...wrong } as GeneratorState;
      expect(codeOf(() => restoreGenerator(broken))).toBe('random/invalid-state');
      expect(codeOf(() => createGenerator(0).restore(broken))).toBe('random/invalid-state');
    }
  });
});

describe('integers', () => {
  it('stay in their range, whatever it is', () => {
    const random = createGenerator(5);
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: 1, max: 2 ** 45 }), (low, count) => {
        const value = random.integers(low, low + count);
        expect(Number.isSafeInteger(value) && value >= low && value < low + count).toBe(true);
      }),
    );
  });

  it('are all reached', () => {
    const random = createGenerator(5);
    expect(new Set(Array.from({ length: 200 }, () => random.integers(-2, 3)))).toEqual(new Set([-2, -1, 0, 1, 2]));
  });

  it.each([
    [0, 0],
    [3, 2],
    [0, 1.5],
    [-(2 ** 53), 2],
    [-(2 ** 52), 2 ** 53 - 1],
    [0, Number.NaN],
  ])('refuse [%d, %d)', (low, high) => {
    expect(codeOf(() => createGenerator(0).integers(low, high))).toBe('random/invalid-range');
  });
});

it('a shuffle keeps what is there, in arrays of any kind', () => {
  const random = createGenerator(8);
  const words = ['a', 'b', 'c', 'd'];
  random.shuffle(words);
  expect(words.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  const numbers = Float64Array.of(0.5, 1.5, 2.5);
  random.shuffle(numbers);
  expect(numbers.toSorted()).toEqual(Float64Array.of(0.5, 1.5, 2.5));
  expect(random.permutation(0)).toEqual(new Int32Array());
});

it('all orders of three are equally likely', () => {
  const random = createGenerator(11);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.permutation(3).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // 1000 ± 5 standard deviations.
  for (const count of counts.values())
    expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(6000 * (1 / 6) * (5 / 6)));
});

it('spawning does not move the parent', () => {
  const random = createGenerator(4);
  const children = random.spawn(2);
  expect(draws(random)).toEqual(draws(createGenerator(4)));
  expect(draws(children[0])).not.toEqual(draws(children[1]));
});
