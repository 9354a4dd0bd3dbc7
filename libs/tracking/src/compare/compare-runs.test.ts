import { expect, it } from '@jest/globals';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { openRunStore } from '../run-store/open-run-store.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { compareRuns } from './compare-runs.ts';

const dir = useTemporaryFolder();

it('names the settings that differ, and the last value of every metric', async () => {
  const store = await openRunStore({ dir: dir() });
  const a = runRecord('aaa', { hyperparameters: { gamma: 0.9, same: [1, 2] } });
  const b = runRecord('bbb', { seed: 8, hyperparameters: { gamma: 0.99, same: [1, 2], only: true } });
  for (const run of [a, b]) await store.createRun(run);
  await store.appendPoints('aaa', [metricPoint('m', 1, 10), metricPoint('m', 2, 20)]);
  await store.appendPoints('bbb', [metricPoint('m', 5, 50), metricPoint('m', 5, 7, { subset: 'test' })]);
  const comparison = await compareRuns(store, [a, b]);
  await store.close();

  expect(comparison.settings).toEqual([
    { name: 'seed', values: [7, 8] },
    { name: 'gamma', values: [0.9, 0.99] },
    { name: 'only', values: [undefined, true] },
  ]);
  expect(comparison.metrics).toEqual([
    { name: 'm', context: { subset: 'test' }, last: [undefined, { step: 5, value: 7 }] },
    {
      name: 'm',
      context: {},
      last: [
        { step: 2, value: 20 },
        { step: 5, value: 50 },
      ],
    },
  ]);
});
