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
  expect(() => createGenerator(-7)).toThrow(
    'a seed must be a non-negative integer (as a bigint beyond 2^53 - 1), but -7 was given',
  );
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

  it('bring no half of a draw where none was left, and forget the one that was', () => {
    const whole = createGenerator(3);
    const half = createGenerator(4);
    half.uint32();
    half.restore(whole.state());
    expect(half.uint32()).toBe(whole.uint32());
  });

  it('go on with the children', () => {
    const random = createGenerator(3);
    random.spawn(2);
    const restored = restoreGenerator(throughJson(random.state()));
    expect(draws(restored.spawn(1)[0])).toEqual(draws(random.spawn(1)[0]));
  });

  it('refuse what is no state', () => {
    const state = createGenerator(0).state();
    const { seedSequence } = state;
    for (const wrong of [
      { algorithm: 'MT19937' },
      { state: '0x12' },
      { state: '-1' },
      { state: '1.5' },
      { state: '' },
      { state: 12 },
      { increment: undefined },
      { increment: '7 ' },
      { bufferedUint32: 0.5 },
      { bufferedUint32: -1 },
      { bufferedUint32: 2 ** 32 },
      { bufferedUint32: '1' },
      { bufferedUint32: undefined },
      { seedSequence: null },
      { seedSequence: 'x' },
      { seedSequence: { ...seedSequence, entropy: 7 } },
      { seedSequence: { ...seedSequence, entropy: [1, -1] } },
      { seedSequence: { ...seedSequence, entropy: [1, 2 ** 32] } },
      { seedSequence: { ...seedSequence, spawnKey: [0.5, 1] } },
      { seedSequence: { ...seedSequence, childrenSpawned: -1 } },
      { seedSequence: { ...seedSequence, childrenSpawned: null } },
    ]) {
      const broken = { ...state, ...wrong } as GeneratorState;
      expect(codeOf(() => restoreGenerator(broken))).toBe('random/invalid-state');
      expect(codeOf(() => createGenerator(0).restore(broken))).toBe('random/invalid-state');
    }
    for (const none of [null, undefined, 'PCG64', 7]) {
      expect(codeOf(() => restoreGenerator(none as never))).toBe('random/invalid-state');
    }
    expect(() => restoreGenerator({ ...state, state: 'x' })).toThrow(
      /^restore\(\) expects what state\(\) gave: a PCG64 state with its seed sequence, but got \{.*"state":"x".*\}$/,
    );
  });

  it('take the least and the greatest word for one', () => {
    const state = createGenerator([0, 2 ** 32 - 1]).state();
    for (const bufferedUint32 of [0, 2 ** 32 - 1]) {
      expect(restoreGenerator({ ...state, bufferedUint32 }).uint32()).toBe(bufferedUint32);
    }
  });
});

it('a refusal has its name, its code and its cause', () => {
  const cause = new Error('why');
  const error = new RandomError('random/invalid-seed', 'Not so.', { cause });
  expect(error).toMatchObject({ name: 'RandomError', code: 'random/invalid-seed', message: 'Not so.', cause });
});

it('draws of a range are from 0 to 1, and normals standard ones, unless told otherwise', () => {
  const ranges = createGenerator(6);
  const normals = createGenerator(6);
  const plain = createGenerator(6);
  expect(ranges.uniform()).toBe(plain.random());
  expect(ranges.uniform(2)).toBe(2 - plain.random());
  const standard = createGenerator(6);
  expect(normals.normal()).toBe(standard.standardNormal());
  expect(normals.normal(5)).toBe(5 + standard.standardNormal());
});

it('without a seed it starts from 128 bits of entropy', () => {
  const { entropy } = createGenerator().state().seedSequence;
  expect(entropy).toHaveLength(4);
  expect(createGenerator().state().seedSequence.entropy).not.toEqual(entropy);
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
    expect(() => createGenerator(0).integers(low, high)).toThrow(
      `integers(low, high) expects safe integers with low < high, but low is ${low} and high is ${high}`,
    );
  });

  it('of a range of one move nothing', () => {
    const random = createGenerator(3);
    expect(random.integers(7, 8)).toBe(7);
    expect(random.state()).toEqual(createGenerator(3).state());
  });

  it('of the widest range that 32 bits fill are those bits', () => {
    const words = createGenerator(3);
    expect(createGenerator(3).integers(5, 5 + 2 ** 32)).toBe(5 + words.uint32());
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
