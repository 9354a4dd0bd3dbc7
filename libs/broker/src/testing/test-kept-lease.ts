import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { KeepLeaseOptions, Lease } from '../experiment-broker.ts';
import { newRun, type BrokerUnderTest } from './broker-harness.ts';

/** On a fake clock; a renewal comes after a third of it. */
const SHORT_TTL_MS = 300;
/** On a real clock: long enough for whatever has to start before the first renewal. */
const LONG_TTL_MS = 20_000;

/** Options of a keeper, and what it said so far. */
function listening(ttlMs: number): { options: KeepLeaseOptions; lost: Promise<number>; errors: Error[] } {
  const errors: Error[] = [];
  const losses = new EventEmitter<{ lost: [epoch: number] }>();
  const lost = once(losses, 'lost').then(([epoch]) => Number(epoch));
  const onLost = (epoch: number): void => void losses.emit('lost', epoch);
  return { options: { ttlMs, onLost, onError: (error) => errors.push(error) }, lost, errors };
}

export function testKeptLease(underTest: BrokerUnderTest): void {
  const timeToLive = (): number => (underTest().hasFakeClock ? SHORT_TTL_MS : LONG_TTL_MS);

  async function takeLease(ttlMs: number): Promise<Lease> {
    const { broker } = underTest();
    const { runId } = await broker.create(newRun());
    return (await broker.acquireLease(runId, { owner: 'a', ttlMs })).lease;
  }

  describe('a kept lease', () => {
    it('is renewed in the background, and free after its release', async () => {
      const { broker } = underTest();
      const lease = await takeLease(timeToLive());
      const { options, errors } = listening(timeToLive());
      const keeper = broker.keepLease(lease, options);
      // What a renewal does to the lease shows to whoever asks for it again.
      const other = { owner: 'b', ttlMs: timeToLive() };
      if (underTest().hasFakeClock) await underTest().elapse(1);
      for (let last = lease.expiresAt; last <= lease.expiresAt;) {
        const asked = await broker.acquireLease(lease.runId, other);
        expect(asked.status).toBe('held');
        last = asked.lease.expiresAt;
        await new Promise((resolve) => setImmediate(resolve));
      }
      await keeper.release();
      await keeper.release();
      expect((await broker.acquireLease(lease.runId, other)).status).toBe('acquired');
      expect(errors).toStrictEqual([]);
    });

    it('tells of a take-over, once, and lets the new writer be', async () => {
      const { broker, elapse } = underTest();
      const lease = await takeLease(1);
      await elapse(10);
      const taken = await broker.acquireLease(lease.runId, { owner: 'b', ttlMs: 60_000 });
      const { options, lost } = listening(timeToLive());
      const keeper = broker.keepLease(lease, options);
      expect(await lost).toBe(taken.lease.epoch);
      await keeper.release();
      expect((await broker.acquireLease(lease.runId, { owner: 'c', ttlMs: timeToLive() })).status).toBe('held');
    });

    it('is refused for a time to live that is none', async () => {
      const { broker } = underTest();
      const lease = await takeLease(timeToLive());
      const { options } = listening(timeToLive());
      expect(() => broker.keepLease(lease, { ...options, ttlMs: 0 })).toThrow(
        expect.objectContaining({ code: 'broker/invalid-options' }),
      );
    });
  });
}
