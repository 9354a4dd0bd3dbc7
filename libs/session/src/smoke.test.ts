import { expect, it } from '@jest/globals';
import { runSmoke } from './index.ts';

it('proves that training, live state and store work together', async () => {
  const report = await runSmoke();
  expect(report.checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['counters in the broker advance', true],
    ['the final state is in the broker', true],
    ['the run and its metrics are in the store', true],
  ]);
  expect(report.checks[0]?.detail).toBe('timesteps 0 → 10 → 20');
  expect(report.ok).toBe(true);
});
