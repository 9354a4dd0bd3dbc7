import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import Database from 'libsql';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { openRunStore } from './open-run-store.ts';

const dir = useTemporaryFolder();

it('waits for another writer, and says so where that takes too long', async () => {
  const store = await openRunStore({ dir: dir(), busyTimeoutMs: 50 });
  await store.createRun(runRecord('aaa'));
  const other = new Database(join(dir(), 'cartwheel.db'));
  other.exec('BEGIN IMMEDIATE');
  const busy = { code: 'tracking/busy', message: expect.stringContaining('cartwheel.db') };
  const lost = store.appendPoints('aaa', [metricPoint('m', 1, 1)]).catch((error: unknown) => error);
  // The loss is told to whoever wants to know that all is on disk, and once.
  await expect(store.flush()).rejects.toMatchObject(busy);
  expect(await lost).toMatchObject(busy);
  other.exec('ROLLBACK');
  other.close();
  await store.appendPoints('aaa', [metricPoint('m', 2, 2)]);
  await store.flush();
  expect(await store.points('aaa')).toEqual([metricPoint('m', 2, 2)]);
  await store.close();
});

it('points wait no longer than the interval for others to share their transaction', async () => {
  const store = await openRunStore({ dir: dir(), flushIntervalMs: 60_000 });
  await store.createRun(runRecord('aaa'));
  let settled = false;
  const appended = store.appendPoints('aaa', [metricPoint('m', 1, 1)]).then(() => (settled = true));
  const other = new Database(join(dir(), 'cartwheel.db'));
  const count = (): unknown => other.prepare('SELECT count(*) FROM points').raw().get();
  expect([settled, count()]).toEqual([false, [0]]);
  await store.recordCheckpoint('aaa', { step: 1, path: 'p', weightsHash: 'h', time: 1 });
  expect(count()).toEqual([1]);
  await appended;
  other.close();
  await store.close();
});

it('a full queue does not wait for the interval', async () => {
  const store = await openRunStore({ dir: dir(), flushIntervalMs: 60_000 });
  await store.createRun(runRecord('aaa'));
  await store.appendPoints(
    'aaa',
    Array.from({ length: 20_000 }, (_, step) => metricPoint('m', step, step)),
  );
  expect(await store.series('aaa')).toMatchObject([{ count: 20_000 }]);
  await store.close();
});
