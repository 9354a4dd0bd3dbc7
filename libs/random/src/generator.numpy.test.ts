/** Against what NumPy draws: tests/fixtures/make_fixtures.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createGenerator, type Generator } from './generator.ts';
import type { Pcg64State } from './pcg64.ts';

interface Stream {
  seed: string | string[];
  start: Pcg64State;
  random: number[];
  uniform: number[];
  uint32: number[];
  standardNormal: number[];
  normal: number[];
  permutation: number[];
  mixed: [integer: number, double: number, normal: number][];
  mixedEnd: Pcg64State;
  children: number[];
  laterChild: number;
}

interface LongRun {
  seed: number;
  count: number;
  sum: number;
  end: Pcg64State;
}

interface Fixtures {
  streams: Stream[];
  integers: { low: number; high: number; values: number[]; end: Pcg64State }[];
  longRandom: LongRun;
  longNormal: LongRun;
  longIntegers: LongRun;
  tailNormals: { seed: number; count: number; threshold: number; values: number[] };
}

const fixtures: Fixtures = JSON.parse(
  readFileSync(new URL('../tests/fixtures/numpy-draws.json', import.meta.url), 'utf8'),
);

function bitsState({ state, increment, bufferedUint32 }: Pcg64State): Pcg64State {
  return { state, increment, bufferedUint32 };
}

function times<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

describe.each(fixtures.streams)('the stream of seed $seed', (stream) => {
  const start = (): Generator =>
    createGenerator(typeof stream.seed === 'string' ? BigInt(stream.seed) : stream.seed.map(BigInt));

  it('starts in the same state', () => {
    expect(bitsState(start().state())).toEqual(stream.start);
  });

  it('has the same doubles', () => {
    const random = start();
    expect(times(20, () => random.random())).toEqual(stream.random);
    const uniform = start();
    expect(times(8, () => uniform.uniform(-0.05, 0.05))).toEqual(stream.uniform);
  });

  it('has the same 32-bit words', () => {
    const random = start();
    expect(times(9, () => random.uint32())).toEqual(stream.uint32);
  });

  it('has the same normals', () => {
    const standard = start();
    expect(times(50, () => standard.standardNormal())).toEqual(stream.standardNormal);
    const scaled = start();
    expect(times(8, () => scaled.normal(3, 0.5))).toEqual(stream.normal);
  });

  it('permutes the same', () => {
    expect([...start().permutation(37)]).toEqual(stream.permutation);
  });

  it('keeps half a draw between kinds of draws', () => {
    const random = start();
    expect(times(9, () => [random.integers(10), random.random(), random.standardNormal()])).toEqual(stream.mixed);
    expect(bitsState(random.state())).toEqual(stream.mixedEnd);
  });

  it('spawns the same children', () => {
    const random = start();
    expect(random.spawn(3).map((child) => child.random())).toEqual(stream.children);
    expect(random.spawn(1)[0].spawn(2)[1].random()).toBe(stream.laterChild);
  });
});

it.each(fixtures.integers)('has the same integers from [$low, $high)', ({ low, high, values, end }) => {
  const random = createGenerator(99);
  expect(times(60, () => random.integers(low, high))).toEqual(values);
  expect(bitsState(random.state())).toEqual(end);
});

it.each([
  ['doubles', fixtures.longRandom, (random: Generator) => random.random()],
  ['normals', fixtures.longNormal, (random: Generator) => random.standardNormal()],
  ['integers', fixtures.longIntegers, (random: Generator) => random.integers(3 * 2 ** 30)],
])('stays the same over a long run of %s', (_, { seed, count, sum, end }, draw) => {
  const random = createGenerator(seed);
  let total = 0;
  for (let i = 0; i < count; i++) total += draw(random);
  expect(total).toBe(sum);
  expect(bitsState(random.state())).toEqual(end);
});

it('has the same normals far out', () => {
  const { seed, count, threshold, values } = fixtures.tailNormals;
  const random = createGenerator(seed);
  const found = times(count, () => random.standardNormal()).filter((x) => Math.abs(x) > threshold);
  expect(found).toEqual(values);
});
