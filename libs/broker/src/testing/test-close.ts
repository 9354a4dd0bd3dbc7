import { describe, expect, it } from '@jest/globals';
import { newRun, take, type BrokerUnderTest } from './broker-harness.ts';

export function testClose(underTest: BrokerUnderTest): void {
  describe('close', () => {
    it('ends all watches without an error', async () => {
      const { broker } = underTest();
      const [one, other] = [await broker.create(newRun()), await broker.create(newRun())];
      const watched = [one, other].map(({ runId }) => take(broker.watch(runId), 2));
      await broker.read(one.runId);
      await broker.close();
      for (const events of await Promise.all(watched)) expect(events.length).toBeLessThan(2);
    });

    it('may be called again; all else throws from then on', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      await broker.close();
      await broker.close();
      const closed = { code: 'broker/closed' };
      await expect(broker.read(state.runId)).rejects.toMatchObject(closed);
      await expect(broker.publish(state, { expectedVersion: 1 })).rejects.toMatchObject(closed);
      await expect(broker.list()).rejects.toMatchObject(closed);
      expect(() => broker.watch(state.runId)).toThrow(expect.objectContaining(closed));
    });

    it('happens at the end of an `await using`', async () => {
      const { broker } = underTest();
      {
        await using scoped = broker;
        await scoped.list();
      }
      await expect(broker.list()).rejects.toMatchObject({ code: 'broker/closed' });
    });
  });
}
