import { describe, expect, it } from '@jest/globals';
import type { ExperimentBroker, Lease } from '../experiment-broker.ts';
import { newRun, take, type BrokerUnderTest } from './broker-harness.ts';

/** Never runs out during a test. */
const LONG = { ttlMs: 60_000 };
const SHORT = { ttlMs: 50 };
const PAST_SHORT_MS = 60;

async function acquired(broker: ExperimentBroker, runId: string, owner: string, ttl = LONG): Promise<Lease> {
  const result = await broker.acquireLease(runId, { owner, ...ttl });
  expect(result.status).toBe('acquired');
  return result.lease;
}

export function testLease(underTest: BrokerUnderTest): void {
  describe('the lease', () => {
    it('goes to the first who asks, with a raised epoch, and is held from others', async () => {
      const { broker } = underTest();
      const { runId, writerEpoch } = await broker.create(newRun({ writerEpoch: 3 }));
      const lease = await acquired(broker, runId, 'a');
      expect(lease).toStrictEqual({ runId, owner: 'a', epoch: writerEpoch + 1, expiresAt: expect.any(Number) });
      expect(await broker.acquireLease(runId, { owner: 'b', ...LONG })).toStrictEqual({ status: 'held', lease });
    });

    it('is given to its owner again, as it is', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const lease = await acquired(broker, runId, 'a');
      expect((await acquired(broker, runId, 'a')).epoch).toBe(lease.epoch);
    });

    it('shuts an older writer out, before the new one has published anything', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const { epoch } = await acquired(broker, state.runId, 'a');
      expect(await broker.publish(state, { expectedVersion: 1 })).toStrictEqual({ status: 'stale', epoch, state });
      const fresh = await broker.publish({ ...state, writerEpoch: epoch }, { expectedVersion: 1 });
      expect(fresh.status).toBe('accepted');
    });

    it('lasts longer when it is renewed', async () => {
      const { broker, elapse } = underTest();
      const { runId } = await broker.create(newRun());
      const lease = await acquired(broker, runId, 'a', SHORT);
      const renewed = await broker.renewLease(lease, LONG);
      expect(renewed).toStrictEqual({ status: 'renewed', lease: { ...lease, expiresAt: expect.any(Number) } });
      await elapse(PAST_SHORT_MS);
      expect((await broker.acquireLease(runId, { owner: 'b', ...LONG })).status).toBe('held');
    });

    it('that expired is taken by another with a raised epoch, and lost to its owner', async () => {
      const { broker, elapse } = underTest();
      const { runId } = await broker.create(newRun());
      const lease = await acquired(broker, runId, 'a', SHORT);
      await elapse(PAST_SHORT_MS);
      const taken = await acquired(broker, runId, 'b');
      expect(taken.epoch).toBe(lease.epoch + 1);
      expect(await broker.renewLease(lease, LONG)).toStrictEqual({ status: 'lost', epoch: taken.epoch });
    });

    it('that expired and that nobody took is taken again as it was', async () => {
      const { broker, elapse } = underTest();
      const { runId } = await broker.create(newRun());
      const lease = await acquired(broker, runId, 'a', SHORT);
      await elapse(PAST_SHORT_MS);
      expect(await broker.renewLease(lease, LONG)).toMatchObject({ status: 'renewed', lease: { epoch: lease.epoch } });
      expect((await broker.acquireLease(runId, { owner: 'b', ...LONG })).status).toBe('held');
    });

    it('that ran out makes its run read as lost, until it is renewed, released or taken over', async () => {
      const { broker, elapse } = underTest();
      const state = await broker.create(newRun());
      const { runId } = state;
      const status = async (): Promise<string | undefined> => (await broker.read(runId))?.status;
      const lease = await acquired(broker, runId, 'a', SHORT);
      await broker.publish({ ...state, status: 'running', writerEpoch: lease.epoch }, { expectedVersion: 1 });
      expect(await status()).toBe('running');
      await elapse(PAST_SHORT_MS);
      expect(await status()).toBe('lost');
      expect((await broker.list({ status: 'lost' })).map((run) => run.runId)).toStrictEqual([runId]);
      expect(await broker.list({ status: 'running' })).toStrictEqual([]);

      await broker.renewLease(lease, SHORT);
      expect(await status()).toBe('running');
      await elapse(PAST_SHORT_MS);
      const taken = await acquired(broker, runId, 'b');
      expect(await status()).toBe('running');
      const [event] = await take(broker.watch(runId, { fromVersion: 1 }), 1);
      expect(event).toMatchObject({ type: 'state', state: { status: 'running' } });
      await broker.releaseLease(taken);
      expect(await status()).toBe('running');
    });

    it('that ran out changes nothing about a run that had ended', async () => {
      const { broker, elapse } = underTest();
      const state = await broker.create(newRun());
      const { epoch } = await acquired(broker, state.runId, 'a', SHORT);
      await broker.publish({ ...state, status: 'finished', writerEpoch: epoch }, { expectedVersion: 1 });
      await elapse(PAST_SHORT_MS);
      expect((await broker.read(state.runId))?.status).toBe('finished');
    });

    it('is free once it is released; a release by whoever lost it changes nothing', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const first = await acquired(broker, runId, 'a');
      await broker.releaseLease(first);
      const second = await acquired(broker, runId, 'b');
      expect(second.epoch).toBe(first.epoch + 1);
      await broker.releaseLease(first);
      expect((await broker.acquireLease(runId, { owner: 'c', ...LONG })).status).toBe('held');
    });

    it('goes to one of many who ask at once', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const owners = ['a', 'b', 'c', 'd', 'e'];
      const results = await Promise.all(owners.map((owner) => broker.acquireLease(runId, { owner, ...LONG })));
      expect(results.filter(({ status }) => status === 'acquired')).toHaveLength(1);
      expect(new Set(results.map(({ lease }) => lease.owner)).size).toBe(1);
    });

    it.each([0, -1, Number.NaN, Infinity])('is refused for %p ms', async (ttlMs) => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const refused = { code: 'broker/invalid-options' };
      await expect(broker.acquireLease(runId, { owner: 'a', ttlMs })).rejects.toMatchObject(refused);
      const lease = await acquired(broker, runId, 'a');
      await expect(broker.renewLease(lease, { ttlMs })).rejects.toMatchObject(refused);
    });

    it('of an unknown run throws', async () => {
      const { broker } = underTest();
      const lease = { runId: newRun().runId, owner: 'a', epoch: 1, expiresAt: 0 };
      const unknown = { code: 'broker/unknown-run' };
      await expect(broker.acquireLease(lease.runId, { owner: 'a', ...LONG })).rejects.toMatchObject(unknown);
      await expect(broker.renewLease(lease, LONG)).rejects.toMatchObject(unknown);
      await expect(broker.releaseLease(lease)).rejects.toMatchObject(unknown);
    });
  });
}
