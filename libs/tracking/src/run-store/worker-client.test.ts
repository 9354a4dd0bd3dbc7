import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, jest } from '@jest/globals';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { startWorker } from './start-worker.ts';
import type { TrackingError } from './tracking-error.ts';
import { createWorkerClient } from './worker-client.ts';
import { createWorkerRunStore } from './worker-run-store.ts';

const dir = useTemporaryFolder();
const CRASHED = { name: 'TrackingError', code: 'tracking/worker-crashed' };

describe('a worker that dies', () => {
  it('rejects all that waits, and all that comes after', async () => {
    const onError = jest.fn<(error: TrackingError) => void>();
    const worker = startWorker();
    const client = createWorkerClient(worker, { onError });
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

  it('keeps the cause', async () => {
    const worker = new Worker(
      `require('node:worker_threads').parentPort.on('message', () => { throw new RangeError('boom'); })`,
      {
        eval: true,
      },
    );
    const client = createWorkerClient(worker, { onError: () => undefined });
    await expect(client.call('flush', null)).rejects.toMatchObject({
      ...CRASHED,
      message: expect.stringContaining('boom'),
      cause: { name: 'RangeError', message: 'boom' },
    });
  });

  it('tells the sink, once, when nobody waits', async () => {
    const onError = jest.fn<(error: TrackingError) => void>();
    const worker = new Worker('process.exit(3)', { eval: true });
    const client = createWorkerClient(worker, { onError });
    await once(worker, 'exit');
    expect(onError.mock.calls).toEqual([[expect.objectContaining(CRASHED)]]);
    await expect(client.call('flush', null)).rejects.toMatchObject({ message: expect.stringContaining('code 3') });
    expect(onError).toHaveBeenCalledTimes(1);
  });
});

it('what a worker has not answered when it is ended is rejected', async () => {
  const onError = jest.fn();
  const client = createWorkerClient(new Worker('setInterval(() => {}, 1000)', { eval: true }), { onError });
  const [call] = await Promise.allSettled([client.call('flush', null), client.end()]);
  expect(call).toMatchObject({ status: 'rejected', reason: { code: 'tracking/closed' } });
  expect(onError).not.toHaveBeenCalled();
});
