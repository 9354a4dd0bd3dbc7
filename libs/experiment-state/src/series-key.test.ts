import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { seriesKey } from './series-key.ts';

function identity([name, context]: [string, Record<string, string>]): string {
  return JSON.stringify([name, Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

it('is the name where there is no context', () => {
  expect(seriesKey('rollout/ep_rew_mean')).toBe('rollout/ep_rew_mean');
  expect(seriesKey('rollout/ep_rew_mean', {})).toBe('rollout/ep_rew_mean');
});

it('does not depend on the order of the keys', () => {
  expect(seriesKey('m', { b: '2', a: '1' })).toBe('m{"a":"1","b":"2"}');
  expect(seriesKey('m', { a: '1', b: '2' })).toBe('m{"a":"1","b":"2"}');
});

it('tells any two series apart', () => {
  // Few letters, so that the names often look like keys.
  const text = fc.string({ unit: fc.constantFrom('a', '{', '}', '"', ':', '\\', ','), maxLength: 8 });
  const series = fc.tuple(text, fc.dictionary(text, text, { maxKeys: 2 }));
  fc.assert(
    fc.property(series, series, (one, other) => {
      expect(seriesKey(...one) === seriesKey(...other)).toBe(identity(one) === identity(other));
    }),
    { numRuns: 1000 },
  );
  expect(seriesKey('a{"b":"c"}')).not.toBe(seriesKey('a', { b: 'c' }));
});
