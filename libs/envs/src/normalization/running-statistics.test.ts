import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RunningStatistics } from './running-statistics.ts';

const value = fc.float({ min: -1000, max: 1000, noNaN: true });
const batches = fc.array(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 7 }), {
  minLength: 1,
  maxLength: 9,
});

it('holds mean and variance of all rows, however they came in batches', () => {
  const check = fc.property(batches, (parts) => {
    const statistics = new RunningStatistics(2);
    for (const part of parts) statistics.update(Float32Array.from(part.flat()), part.length);
    const rows = parts.flat();
    // As the first count of 1e-4 pulls a little to mean 0 and variance 1, so does the reference.
    const count = rows.length + 1e-4;
    return [0, 1].every((column) => {
      const mean = rows.reduce((sum, row) => sum + row[column], 0) / count;
      const squares = rows.reduce((sum, row) => sum + (row[column] - mean) ** 2, 1e-4 + 1e-4 * mean ** 2);
      const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * (1 + Math.abs(b));
      return isClose(statistics.mean[column], mean) && isClose(statistics.variance[column], squares / count);
    });
  });
  expect(fc.check(check)).toMatchObject({ failed: false });
});

it('goes on from a snapshot, and refuses what is none', () => {
  const statistics = new RunningStatistics(1);
  statistics.update([1, 2, 4], 3);
  const other = new RunningStatistics(1);
  expect(other.restore(JSON.parse(JSON.stringify(statistics.snapshot())))).toBe(true);
  statistics.update([5], 1);
  other.update([5], 1);
  expect(other.snapshot()).toEqual(statistics.snapshot());
  const whole = statistics.snapshot();
  const bad = [
    undefined,
    null,
    'text',
    {},
    new RunningStatistics(2).snapshot(),
    { ...whole, mean: ['1'] },
    { ...whole, variance: [1, 1] },
    { ...whole, variance: null },
    { ...whole, count: '3' },
    { mean: [1], variance: [1] },
    { mean: [1], count: 1 },
    { variance: [1], count: 1 },
  ];
  expect(bad.map((each) => other.restore(each))).toEqual(bad.map(() => false));
  expect(other.snapshot()).toEqual(statistics.snapshot());
});
