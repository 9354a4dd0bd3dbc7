import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { createRedisBroker } from '../../src/redis/index.ts';
import { newRun } from '../../src/testing/broker-harness.ts';

const DEADLINE_MS = 25_000;

describeWithRedis('a lease that is kept in Redis', (redis) => {
  /** Asks synchronously: the main loop stands still meanwhile, as in a long update. */
  function expiresAt(runId: string): number {
    const args = ['-p', `${redis().port}`, 'HGET', `exp:{${runId}}:run`, 'leaseExpiresAt'];
    return Number(execFileSync('redis-cli', args).toString());
  }

  function blockUntil(isTrue: () => boolean): boolean {
    const deadline = Date.now() + DEADLINE_MS;
    while (Date.now() < deadline) if (isTrue()) return true;
    return false;
  }

  async function keptRun(ttlMs: number) {
    const broker = await createRedisBroker({ url: redis().url });
    const { runId } = await broker.create(newRun());
    const { lease } = await broker.acquireLease(runId, { owner: 'a', ttlMs });
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    const keeper = broker.keepLease(lease, { ttlMs, onLost: () => undefined, onError });
    return { broker, runId, lease, keeper, errors };
  }

  it('is renewed while the main loop is in a long update', async () => {
    const { broker, runId, keeper, errors } = await keptRun(DEADLINE_MS * 2);
    const first = expiresAt(runId);
    expect(blockUntil(() => expiresAt(runId) > first)).toBe(true);
    await keeper.release();
    expect(errors).toStrictEqual([]);
    await broker.close();
  });

  it('runs out when the main loop stands still for longer than its time to live', async () => {
    const ttlMs = 2000;
    const { broker, runId, lease, keeper } = await keptRun(ttlMs);
    // Until the worker has started, and renews.
    while (expiresAt(runId) <= lease.expiresAt) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(blockUntil(() => expiresAt(runId) < Date.now())).toBe(true);
    // Nobody took it: it is its owner's again as soon as the main loop ticks.
    while (expiresAt(runId) < Date.now()) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await broker.acquireLease(runId, { owner: 'b', ttlMs })).toMatchObject({ status: 'held' });
    await keeper.release();
    await broker.close();
  });

  it('is left to the main loop where its connection cannot be handed to a thread', async () => {
    const { port } = redis();
    await using broker = await createRedisBroker({
      connection: { host: '127.0.0.1', port, reconnectOnError: () => false },
    });
    const { runId } = await broker.create(newRun());
    const { lease } = await broker.acquireLease(runId, { owner: 'a', ttlMs: 1500 });
    const options = { ttlMs: 1500, onLost: () => undefined, onError: () => undefined };
    const keeper = broker.keepLease(lease, options);
    while (expiresAt(runId) <= lease.expiresAt) await new Promise((resolve) => setTimeout(resolve, 20));
    await keeper.release();
    expect(await broker.acquireLease(runId, { owner: 'b', ttlMs: 1500 })).toMatchObject({ status: 'acquired' });
  });
});
