import { expect, it } from '@jest/globals';
import { normalizeRows } from './normalize-rows.ts';
import { requireEpsilon, requireGamma } from './normalization-options.ts';
import { RunningStatistics } from './running-statistics.ts';

/** Of mean 1 and 10, and variance 4 and 0. */
function statistics(): RunningStatistics {
  const known = new RunningStatistics(2);
  known.restore({ mean: [1, 10], variance: [4, 0], count: 5 });
  return known;
}

it('each column is centred on its mean and divided by its deviation, and clipped', () => {
  const rows = Float32Array.of(3, 10, -3, 10.0005, 1001, 11, -1001, 9);
  const target = new Float32Array(8);
  normalizeRows(statistics(), rows, target);
  expect([...target].map((value) => Math.round(value * 100) / 100)).toEqual([1, 0, -2, 5, 10, 10, -10, -10]);
  expect(rows[0]).toBe(3);
});

it('also in place, with another bound and another epsilon', () => {
  const rows = Float32Array.of(7, 12);
  normalizeRows(statistics(), rows, rows, { clipObservation: 1.5, epsilon: 4 });
  expect([...rows]).toEqual([1.5, 1]);
});

it('an epsilon is above 0, a discount between 0 and 1', () => {
  expect([requireEpsilon(1e-9), requireGamma(0), requireGamma(1)]).toEqual([1e-9, 0, 1]);
  const code = 'envs/invalid-normalization';
  const cases: [() => unknown, string][] = [
    [() => requireEpsilon(0), 'epsilon must be above 0, but got 0.'],
    [() => requireGamma(-0.1), 'gamma must be between 0 and 1, but got -0.1.'],
    [() => requireGamma(1.1), 'gamma must be between 0 and 1, but got 1.1.'],
    [() => requireGamma(Number.NaN), 'gamma must be between 0 and 1, but got NaN.'],
  ];
  for (const [refused, message] of cases) expect(refused).toThrow(expect.objectContaining({ code, message }));
});
