import { describe, expect, it } from '@jest/globals';
import { newRun, type BrokerUnderTest } from './broker-harness.ts';

export function testListing(underTest: BrokerUnderTest): void {
  describe('list', () => {
    it('is empty at first', async () => {
      expect(await underTest().broker.list()).toStrictEqual([]);
    });

    it('gives all runs, newest last', async () => {
      const { broker } = underTest();
      const middle = await broker.create(newRun({ createdAt: 2000 }));
      const newest = await broker.create(newRun({ createdAt: 3000.5 }));
      const oldest = await broker.create(newRun({ createdAt: 1000 }));
      expect(await broker.list()).toStrictEqual([oldest, middle, newest]);
    });

    it('filters by experiment and by the status as it is now', async () => {
      const { broker } = underTest();
      const a = await broker.create(newRun({ experiment: 'a', createdAt: 1 }));
      const b = await broker.create(newRun({ experiment: 'b', createdAt: 2 }));
      await broker.publish({ ...b, status: 'running' }, { expectedVersion: 1 });
      const ids = async (options: Parameters<typeof broker.list>[0]): Promise<string[]> =>
        (await broker.list(options)).map(({ runId }) => runId);
      expect(await ids({ experiment: 'a' })).toStrictEqual([a.runId]);
      expect(await ids({ status: 'running' })).toStrictEqual([b.runId]);
      expect(await ids({ experiment: 'a', status: 'running' })).toStrictEqual([]);
      expect(await ids({})).toStrictEqual([a.runId, b.runId]);
    });
  });
}
