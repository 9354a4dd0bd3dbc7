import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import { describeSpace } from '../testing/describe-space.ts';
import { Box } from './box.ts';
import { isBuiltInSpace } from './built-in-space.ts';
import { Dict } from './dict.ts';
import { Discrete } from './discrete.ts';
import { MultiBinary } from './multi-binary.ts';
import { MultiDiscrete } from './multi-discrete.ts';
import type { Observation, Space } from './space.ts';
import { Tuple } from './tuple.ts';

const allSpaces: [name: string, createSpace: () => Space][] = [
  ['Discrete', () => new Discrete(5)],
  ['Discrete from −2', () => new Discrete(5, { start: -2 })],
  ['MultiDiscrete', () => new MultiDiscrete([2, 7, 1])],
  ['MultiBinary', () => new MultiBinary(9)],
  ['Box', () => new Box({ shape: [2, 3], low: -1, high: 1 })],
  ['Box with open ends', () => new Box({ low: [-Infinity, 0, -Infinity, 3], high: [Infinity, Infinity, 1, 3] })],
  ['Dict', () => new Dict({ b: new Discrete(2), a: new Box({ shape: [2], low: 0, high: 1 }) })],
  ['Tuple', () => new Tuple([new Discrete(3), new Tuple([new MultiBinary(2)]), new Dict({ x: new Discrete(2) })])],
];

for (const [name, createSpace] of allSpaces) describeSpace(name, createSpace);

function flat<T extends Observation>(space: Space<T>, value: T): number[] {
  const target = new Float32Array(space.flatSize);
  space.flattenInto(value, target, 0);
  return [...target];
}

describe('samples as Gymnasium', () => {
  const path = new URL('../../tests/fixtures/space-samples.json', import.meta.url);
  const fixtures = JSON.parse(readFileSync(path, 'utf8')) as { seed: number } & Record<string, unknown[]>;

  it.each<[name: string, space: Space]>([
    ['discrete', new Discrete(5)],
    ['discreteFrom3', new Discrete(5, { start: 3 })],
    ['multiDiscrete', new MultiDiscrete([2, 7, 100])],
    ['multiBinary', new MultiBinary(11)],
    ['boundedBox', new Box({ low: [-1, 0, 5], high: [1, 0.1, 9] })],
    ['openBox', new Box({ low: [-Infinity, 0], high: [Infinity, 0.1] })],
  ])('%s', (name, space) => {
    const random = createGenerator(fixtures.seed);
    const sampled = fixtures[name].map(() => {
      const value = space.sample(random);
      return ArrayBuffer.isView(value) ? Array.from(value) : value;
    });
    expect(sampled).toEqual(fixtures[name]);
  });
});

describe('contains', () => {
  it('the bounds and what is between', () => {
    const discrete = new Discrete(3, { start: 5 });
    expect([4, 5, 7, 8, 5.5, '5'].map((value) => discrete.contains(value))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ]);

    const box = new Box({ low: [0, -1], high: [1, Infinity] });
    expect(box.contains(Float32Array.of(0, 1e30))).toBe(true);
    expect(box.contains(Float32Array.of(1, -1))).toBe(true);
    expect(box.contains(Float32Array.of(1.01, 0))).toBe(false);
    expect(box.contains(Float32Array.of(Number.NaN, 0))).toBe(false);
    expect(box.contains([0, 0])).toBe(false);

    expect(new MultiDiscrete([2, 3]).contains(Int32Array.of(1, 3))).toBe(false);
    expect(new MultiDiscrete([2, 3]).contains(Int32Array.of(1, -1))).toBe(false);
    expect(new MultiDiscrete([2, 3]).contains(Int32Array.of(1, 2))).toBe(true);
    expect(new MultiDiscrete([2, 3]).contains(Int32Array.of(0, 0))).toBe(true);
    expect(new MultiBinary(2).contains(Uint8Array.of(0, 1))).toBe(true);
    expect(new MultiBinary(2).contains(Uint8Array.of(1, 2))).toBe(false);
    for (const other of [[0, 0], Uint8Array.of(0), Uint8Array.of(0, 0, 0), Int32Array.of(0), Int32Array.of(0, 0, 0)]) {
      expect([new MultiDiscrete([2, 3]), new MultiBinary(2)].map((space) => space.contains(other))).toEqual([
        false,
        false,
      ]);
    }
    expect([[0, 0], Float32Array.of(0), Float32Array.of(0, 0, 0)].map((value) => box.contains(value))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('in a Dict exactly its keys, in a Tuple exactly its places', () => {
    const dict = new Dict({ a: new Discrete(2) });
    const others = [{ a: 2 }, {}, { a: 1, b: 1 }, { b: 1 }, null, undefined, 5, 'a'];
    expect([{ a: 1 }, ...others].map((value) => dict.contains(value))).toEqual([true, ...others.map(() => false)]);
    expect(new Dict({}).contains(() => 1)).toBe(false);
    const tuple = new Tuple([new Discrete(2), new Discrete(2)]);
    const noTuples = [[1], [1, 1, 1], [1, 2], { 0: 1, 1: 1, length: 2 }, null];
    expect([[1, 1], ...noTuples].map((value) => tuple.contains(value))).toEqual([true, ...noTuples.map(() => false)]);
  });
});

describe('flattens', () => {
  it('a Discrete to a one-hot that counts from its start', () => {
    expect(flat(new Discrete(3, { start: 5 }), 6)).toEqual([0, 1, 0]);
  });

  it('a MultiDiscrete to one-hots, a MultiBinary and a Box to themselves', () => {
    expect(flat(new MultiDiscrete([2, 3]), Int32Array.of(1, 0))).toEqual([0, 1, 1, 0, 0]);
    expect(flat(new MultiBinary(3), Uint8Array.of(1, 0, 1))).toEqual([1, 0, 1]);
    expect(flat(new Box({ shape: [2], low: 0, high: 9 }), Float32Array.of(4, 5))).toEqual([4, 5]);
  });

  it('a Dict by sorted keys, a Tuple by places', () => {
    const dict = new Dict({ b: new Discrete(2), a: new Discrete(3) });
    expect(flat(dict, { b: 1, a: 0 })).toEqual([1, 0, 0, 0, 1]);
    expect(flat(new Tuple([dict, new Discrete(2)]), [{ b: 0, a: 2 }, 1])).toEqual([0, 0, 1, 1, 0, 0, 1]);
  });
});

it('a Box samples on the open side of its only bound', () => {
  const box = new Box({ low: [2, -Infinity], high: [Infinity, -2] });
  const random = createGenerator(1);
  const samples = Array.from({ length: 2000 }, () => box.sample(random));
  const mean = (i: number): number => samples.reduce((sum, value) => sum + value[i], 0) / samples.length;
  expect(mean(0)).toBeCloseTo(3, 0);
  expect(mean(1)).toBeCloseTo(-3, 0);
});

it('a Box draws normals first, then exponentials, upwards and downwards, and last what has two bounds', () => {
  const box = new Box({ low: [0, -Infinity, 2, -Infinity], high: [1, -2, Infinity, Infinity] });
  const random = createGenerator(5);
  const normal = random.standardNormal();
  const upwards = 2 - Math.log1p(-random.random());
  const downwards = -2 + Math.log1p(-random.random());
  const between = random.uniform(0, 1);
  expect(box.sample(createGenerator(5))).toEqual(Float32Array.of(between, downwards, upwards, normal));
});

it('a Dict samples by sorted keys, a Tuple by places', () => {
  const parts = { b: new Discrete(1000), a: new Box({ shape: [1], low: 0, high: 1 }) };
  const random = createGenerator(5);
  const a = parts.a.sample(random);
  const b = parts.b.sample(random);
  expect(new Dict(parts).sample(createGenerator(5))).toEqual({ a, b });
  expect(new Tuple([parts.a, parts.b]).sample(createGenerator(5))).toEqual([a, b]);
});

it.each<[string, readonly number[], number, () => Space]>([
  ['Discrete(5)', [], 5, () => new Discrete(5)],
  ['Discrete(5, start -2)', [], 5, () => new Discrete(5, { start: -2 })],
  ['MultiDiscrete([2, 7], Int32Array)', [2], 9, () => new MultiDiscrete([2, 7])],
  ['MultiBinary(9, Uint8Array)', [9], 9, () => new MultiBinary(9)],
  [
    'Box(low [-1,-1,-1,-1,-1,-1], high [1,1,1,1,1,1], shape [2, 3], Float32Array)',
    [2, 3],
    6,
    () => new Box({ shape: [2, 3], low: -1, high: 1 }),
  ],
  ['Box(low [0,1], high [5,5], shape [2], Float32Array)', [2], 2, () => new Box({ low: [0, 1], high: 5 })],
  ['Box(low [0,0], high [5,6], shape [2], Float32Array)', [2], 2, () => new Box({ low: 0, high: [5, 6] })],
  ['Dict(a: Discrete(2), b: Discrete(3))', [], 5, () => new Dict({ b: new Discrete(3), a: new Discrete(2) })],
  ['Tuple(Discrete(3), Tuple())', [], 3, () => new Tuple([new Discrete(3), new Tuple([])])],
])('%s says what it is', (text, shape, flatSize, createSpace) => {
  const space = createSpace();
  expect(String(space)).toBe(text);
  expect(space).toMatchObject({ shape, flatSize });
});

it('what a space was made of may change afterwards', () => {
  const [nvec, spaces] = [[2, 3], [new Discrete(2)]];
  const [multiDiscrete, tuple] = [new MultiDiscrete(nvec), new Tuple(spaces)];
  nvec.push(9);
  spaces.push(new Discrete(3));
  expect([String(multiDiscrete), String(tuple)]).toEqual(['MultiDiscrete([2, 3], Int32Array)', 'Tuple(Discrete(2))']);
});

it.each<[string, () => Space]>([
  ['the n of a Discrete must be an integer of at least 1, but got 0.', () => new Discrete(0)],
  ['the start of a Discrete must be an integer, but got 0.5.', () => new Discrete(2, { start: 0.5 })],
  ['nvec[1] must be an integer of at least 1, but got 0.', () => new MultiDiscrete([2, 0])],
  ['the length of nvec must be an integer of at least 1, but got 0.', () => new MultiDiscrete([])],
  ['the n of a MultiBinary must be an integer of at least 1, but got 1.5.', () => new MultiBinary(1.5)],
  ['a Box needs a shape, or a list as low or high, but got low 0 and high 1.', () => new Box({ low: 0, high: 1 })],
  ['low[1] must be at most high[1], but got 2 and 1.', () => new Box({ low: [0, 2], high: 1 })],
  ['low[0] must be at most high[0], but got NaN and 1.', () => new Box({ low: [Number.NaN], high: 1 })],
  ['low must be a number or a list of 3, but got a list of 2.', () => new Box({ shape: [3], low: [0, 0], high: 1 })],
  ['high must be a number or a list of 2, but got a list of 1.', () => new Box({ low: [0, 0], high: [1] })],
])('refused: %s', (message, createSpace) => {
  expect(createSpace).toThrow(expect.objectContaining({ code: 'envs/invalid-space', message }));
});

function describeKnown(space: Space): string | undefined {
  if (!isBuiltInSpace(space)) return 'foreign';
  switch (space.kind) {
    case 'discrete':
      return `${space.n} from ${space.start}`;
    case 'box':
      return `low ${space.low[0]}`;
    case 'multi-discrete':
      return `of ${space.nvec.length}`;
    case 'multi-binary':
      return `${space.n} bits`;
    case 'dict':
      return Object.keys(space.spaces).join();
    case 'tuple':
      return `${space.spaces.length} places`;
    default:
      return undefined;
  }
}

it('a switch over kind tells the built-in spaces apart', () => {
  expect(allSpaces.map(([, createSpace]) => describeKnown(createSpace()))).toEqual([
    '5 from 0',
    '5 from -2',
    'of 3',
    '9 bits',
    'low -1',
    'low -Infinity',
    'a,b',
    '3 places',
  ]);
  const foreign: Space = {
    kind: 'discrete',
    shape: [],
    flatSize: 1,
    sample: () => 0,
    contains: (value) => value === 0,
    flattenInto: () => {},
  };
  expect(describeKnown(foreign)).toBe('foreign');
});
