import { expect, it } from '@jest/globals';
import { openRunStore } from '../../src/index.ts';
import { metricPoint, runRecord } from '../../src/testing/records.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';

const dir = useTemporaryFolder();

const POINTS = 100_000;
const BATCH = 5000;
const SERIES = 10;
/** About thirty times what an idle core needs: a machine may be busy with other tests. */
const LIMIT_MS = 30_000;
it('100,000 points are on disk in seconds, and all of them', async () => {
  const store = await openRunStore({ dir: dir() });
  await store.createRun(runRecord('aaa'));
  const batches = Array.from({ length: POINTS / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (__, index) => {
      const nth = batch * BATCH + index;
      return metricPoint(`m${nth % SERIES}`, Math.floor(nth / SERIES), Math.sin(nth));
    }),
  );
  const start = performance.now();
  for (const batch of batches) await store.appendPoints('aaa', batch);
  await store.flush();
  expect(performance.now() - start).toBeLessThan(LIMIT_MS);

  expect((await store.series('aaa')).map(({ count }) => count)).toEqual(Array(SERIES).fill(POINTS / SERIES));
  const points = await store.points('aaa', { name: 'm3' });
  expect(points).toHaveLength(POINTS / SERIES);
  expect(points.every(({ step, value }) => value === Math.sin(step * SERIES + 3))).toBe(true);
  await store.close();
});
