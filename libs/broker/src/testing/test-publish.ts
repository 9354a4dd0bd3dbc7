import { describe, expect, it } from '@jest/globals';
import { newRun, publishMany, withTimesteps, type BrokerUnderTest } from './broker-harness.ts';

/** Far past any way of rounding the history's limit up to whole blocks. */
const LONGER_THAN_KEPT = 500;

export function testPublish(underTest: BrokerUnderTest): void {
  describe('publish', () => {
    it('puts the document there under the next version', async () => {
      const { broker } = underTest();
      const state = withTimesteps(await broker.create(newRun()), 7);
      expect(await broker.publish(state, { expectedVersion: 1 })).toStrictEqual({ status: 'accepted', version: 2 });
      expect(await broker.read(state.runId)).toStrictEqual({ ...state, version: 2 });
    });

    it('gives what stands there to whoever comes with an older version', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      await broker.publish(withTimesteps(state, 1), { expectedVersion: 1 });
      const late = await broker.publish(withTimesteps(state, 2), { expectedVersion: 1 });
      const standing = { ...withTimesteps(state, 1), version: 2 };
      expect(late).toStrictEqual({
        status: 'conflict',
        version: 2,
        state: standing,
        missed: [{ type: 'state', version: 2, state: standing, patch: expect.anything() }],
      });
      expect((await broker.read(state.runId))?.progress.timesteps).toBe(1);
    });

    it('gives a snapshot for what was missed where it is no longer kept', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const last = await publishMany(broker, state, LONGER_THAN_KEPT);
      const late = await broker.publish(state, { expectedVersion: 1 });
      const snapshot = { type: 'snapshot', version: last.version, state: last };
      expect(late).toStrictEqual({ status: 'conflict', version: last.version, state: last, missed: [snapshot] });
    });

    it('lets one of many at once through', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const steps = Array.from({ length: 10 }, (_, index) => index + 1);
      const results = await Promise.all(
        steps.map((step) => broker.publish(withTimesteps(state, step), { expectedVersion: 1 })),
      );
      expect(results.filter(({ status }) => status === 'accepted')).toHaveLength(1);
      expect(results.filter(({ status }) => status === 'conflict')).toHaveLength(9);
      expect((await broker.read(state.runId))?.version).toBe(2);
    });

    it('applies a request once, and gives its first answer again, whatever came since', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const first = { expectedVersion: 1, requestId: 'first' };
      const accepted = await broker.publish(withTimesteps(state, 1), first);
      expect(await broker.publish(withTimesteps(state, 1), first)).toStrictEqual(accepted);
      await broker.publish(withTimesteps(state, 2), { expectedVersion: 2, requestId: 'second' });
      expect(await broker.publish(withTimesteps(state, 1), first)).toStrictEqual(accepted);
      expect(await broker.read(state.runId)).toMatchObject({ version: 3, progress: { timesteps: 2 } });
    });

    it('refuses a writer whose run was taken over, however fresh its version', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      await broker.publish({ ...state, writerEpoch: 2 }, { expectedVersion: 1 });
      const stale = await broker.publish({ ...state, writerEpoch: 1 }, { expectedVersion: 2 });
      expect(stale).toStrictEqual({ status: 'stale', epoch: 2, state: { ...state, version: 2, writerEpoch: 2 } });
      expect(await broker.read(state.runId)).toMatchObject({ version: 2, writerEpoch: 2 });
    });

    it('throws for an unknown run', async () => {
      const lost = underTest().broker.publish(newRun(), { expectedVersion: 0 });
      await expect(lost).rejects.toMatchObject({ code: 'broker/unknown-run' });
    });
  });
}
