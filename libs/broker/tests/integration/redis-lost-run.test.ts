import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { redisAvailable, redisIsRequired, startRedisSentinel } from '@cartwheel/dev-services/jest';
import type { ExperimentState } from '@cartwheel/experiment-state';
import { createRedisBroker } from '../../src/redis/index.ts';
import { newRun, publishMany, withTimesteps } from '../../src/testing/broker-harness.ts';
import { CountingWriter } from './faults/counting-writer.ts';
import { untilReached } from './until-reached.ts';

const describeWithServers = redisAvailable() || redisIsRequired() ? describe : describe.skip;

describeWithServers('a run that a promoted replica never got', () => {
  it('is told to its writer by name, and is there again with its epoch and its lease', async () => {
    await using servers = await startRedisSentinel();
    const connection = { sentinels: [{ host: '127.0.0.1', port: servers.sentinel.port }], name: servers.name };
    await using broker = await createRedisBroker({ connection });
    await using viewer = await createRedisBroker({ connection });
    // Redis acknowledges it, and its replica has nothing of it.
    await servers.cutReplica();
    const created = await broker.create(newRun());
    const { runId } = created;
    const { lease } = await broker.acquireLease(runId, { owner: 'writer', ttlMs: 60_000 });
    const state = await publishMany(broker, { ...created, writerEpoch: lease.epoch }, 3);
    const counting = await CountingWriter.create(broker, () => undefined);
    await servers.failOver();

    const publish = (next: ExperimentState): Promise<unknown> =>
      untilReached(() => broker.publish(next, { expectedVersion: next.version }));
    const lost = { code: 'broker/lost-run', message: expect.stringContaining('up to version 4') };
    await expect(publish(withTimesteps(state, 4))).rejects.toMatchObject(lost);
    // As often as it is tried.
    await expect(publish(withTimesteps(state, 4))).rejects.toMatchObject(lost);
    expect(await viewer.read(runId)).toBeNull();
    await expect(untilReached(() => viewer.publish(state, { expectedVersion: 4 }))).rejects.toMatchObject({
      code: 'broker/unknown-run',
    });

    const again = await broker.create(withTimesteps(state, 4));
    expect(again).toMatchObject({ version: 1, writerEpoch: lease.epoch, progress: { timesteps: 4 } });
    expect(await broker.renewLease(lease, { ttlMs: 60_000 })).toMatchObject({
      status: 'renewed',
      lease: { epoch: lease.epoch },
    });
    expect((await viewer.acquireLease(runId, { owner: 'other', ttlMs: 1000 })).status).toBe('held');
    const stale = await viewer.publish({ ...again, writerEpoch: lease.epoch - 1 }, { expectedVersion: 1 });
    expect(stale.status).toBe('stale');
    expect(await publish(withTimesteps(again, 5))).toEqual({ status: 'accepted', version: 2 });
    expect((await viewer.list()).map((run) => run.runId)).toContain(runId);

    await counting.count();
    expect(counting.regressions).toBe(1);
    await counting.count();
    expect(counting.acknowledged).toBe(1);
  });

  it('is told by the keeper of its lease', async () => {
    await using servers = await startRedisSentinel();
    const connection = { sentinels: [{ host: '127.0.0.1', port: servers.sentinel.port }], name: servers.name };
    await using broker = await createRedisBroker({ connection });
    await servers.cutReplica();
    const { runId } = await broker.create(newRun());
    const { lease } = await broker.acquireLease(runId, { owner: 'writer', ttlMs: 600 });
    const codes: unknown[] = [];
    const onError = (error: Error): void => void codes.push('code' in error ? error.code : error);
    const keeper = broker.keepLease(lease, { ttlMs: 600, onLost: (epoch) => codes.push(epoch), onError });
    await servers.failOver();
    while (!codes.includes('broker/unknown-run')) await delay(50);
    await broker.create({ ...newRun(), runId, writerEpoch: lease.epoch });
    // Taken again by its next renewal.
    const other = { owner: 'other', ttlMs: 1000 };
    await delay(1000);
    expect((await broker.acquireLease(runId, other)).status).toBe('held');
    await keeper.release();
  });
});
