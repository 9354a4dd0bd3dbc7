import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it, jest } from '@jest/globals';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { startWorker } from './start-worker.ts';
import { createStoreClient } from './store-client.ts';
import type { TrackingError } from './tracking-error.ts';
import { createWorkerRunStore } from './worker-run-store.ts';

const dir = useTemporaryFolder();
const CRASHED = { name: 'TrackingError', code: 'tracking/worker-crashed' };

it('a worker that dies rejects all that waits, and all that comes after', async () => {
  const onError = jest.fn<(error: TrackingError) => void>();
  const worker = startWorker();
  const client = createStoreClient(worker, { onError });
  const file = join(dir(), 'cartwheel.db');
  await client.call('open', { file, readOnly: false, flushIntervalMs: 60_000, busyTimeoutMs: 1000 });
  const store = createWorkerRunStore(client, { file, readOnly: false, now: () => 0 });
  await store.createRun(runRecord('aaa'));

  const waiting = [1, 2, 3].map((step) => store.appendPoints('aaa', [metricPoint('m', step, step)]));
  await worker.terminate();
  const outcomes = await Promise.allSettled([...waiting, store.flush(), store.run('aaa')]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: CRASHED });
  await store.close();
  expect(onError).not.toHaveBeenCalled();
});

it('what a worker has not answered when it is ended is rejected', async () => {
  const onError = jest.fn();
  const client = createStoreClient(new Worker('setInterval(() => {}, 1000)', { eval: true }), { onError });
  const [call] = await Promise.allSettled([client.call('flush', null), client.end()]);
  expect(call).toMatchObject({ status: 'rejected', reason: { code: 'tracking/closed' } });
  expect(onError).not.toHaveBeenCalled();
});
