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

it('a worker that dies while nobody waits is told of, and how to go on', async () => {
  const told = new Promise<TrackingError>((resolve) => {
    createStoreClient(new Worker('process.exit(3)', { eval: true }), { onError: resolve });
  });
  expect(await told).toMatchObject({
    ...CRASHED,
    message:
      'The thread that writes the run store ended by itself (It exited with code 3.). What was flushed is on disk; open the store again to go on.',
    cause: { message: 'It exited with code 3.' },
  });
});

it('what a worker could not do is an error with its code and cause', async () => {
  const source = `require('worker_threads').parentPort.on('message', function ({ id }) {
    this.postMessage({ id, failure: { code: 'tracking/busy', message: 'not now', cause: new Error('SQLITE_BUSY') } });
  })`;
  const client = createStoreClient(new Worker(source, { eval: true }), { onError: () => undefined });
  await expect(client.call('flush', null)).rejects.toMatchObject({
    name: 'TrackingError',
    code: 'tracking/busy',
    message: 'not now',
    cause: { message: 'SQLITE_BUSY' },
  });
  await client.end();
});

it('what a worker has not answered when it is ended is rejected', async () => {
  const onError = jest.fn();
  const client = createStoreClient(new Worker('setInterval(() => {}, 1000)', { eval: true }), { onError });
  const [call] = await Promise.allSettled([client.call('flush', null), client.end()]);
  expect(call).toMatchObject({
    status: 'rejected',
    reason: { code: 'tracking/closed', message: 'The run store was closed before it answered.' },
  });
  expect(onError).not.toHaveBeenCalled();
});
