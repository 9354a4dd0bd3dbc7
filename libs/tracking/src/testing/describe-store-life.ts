import { describe, expect, it } from '@jest/globals';
import { metricPoint, runRecord } from './records.ts';
import { useStore, type CreateOpenableStore } from './store-fixture.ts';

/** Flush, close, open again, several at once. */
export function describeStoreLife(create: CreateOpenableStore): void {
  describe('life', () => {
    const open = useStore(create);

    it('what was handed over before close is there when it is opened again', async () => {
      const store = await open();
      const run = runRecord('aaa', { tags: ['t'] });
      const checkpoint = { step: 64, path: 'runs/aaa/checkpoints/64', weightsHash: 'h', time: 2 };
      const handedOver = [
        store.createRun(run),
        store.appendPoints('aaa', [metricPoint('m', 1, Number.NaN)]),
        store.recordCheckpoint('aaa', checkpoint),
        store.appendPoints('aaa', [metricPoint('m', 2, -0)]),
      ];
      await store.close();
      await Promise.all(handedOver);
      const again = await open();
      expect(await again.runs()).toEqual([run]);
      expect(await again.points('aaa')).toEqual([metricPoint('m', 1, Number.NaN), metricPoint('m', 2, -0)]);
      expect(await again.checkpoints('aaa')).toEqual([checkpoint]);
    });

    it('what was flushed is seen by others that have the store open', async () => {
      const writer = await open();
      const reader = await open();
      await writer.createRun(runRecord('aaa'));
      const appended = writer.appendPoints('aaa', [metricPoint('m', 1, 1)]);
      await writer.flush();
      expect(await reader.points('aaa')).toEqual([metricPoint('m', 1, 1)]);
      await appended;
    });

    it('two writers of one store do not disturb each other', async () => {
      const writers = await Promise.all([open(), open()]);
      const ids = ['aaa', 'bbb'];
      await Promise.all(
        writers.map(async (store, index) => {
          await store.createRun(runRecord(ids[index]));
          for (let step = 0; step < 20; step++) {
            const appended = store.appendPoints(ids[index], [metricPoint(`m${step % 3}`, step, index)]);
            await store.flush();
            await appended;
          }
        }),
      );
      for (const [index, id] of ids.entries()) {
        const points = await writers[1 - index].points(id);
        expect(points).toHaveLength(20);
        expect(points.every(({ value }) => value === index)).toBe(true);
      }
    });

    it('flush with nothing to write resolves', async () => {
      await expect((await open()).flush()).resolves.toBeUndefined();
    });

    it('after close every call is refused, and close does nothing more', async () => {
      const store = await open();
      await store.createRun(runRecord('aaa'));
      await store.close();
      await store.close();
      const refusal = { code: 'tracking/closed' };
      await expect(store.flush()).rejects.toMatchObject(refusal);
      await expect(store.run('aaa')).rejects.toMatchObject(refusal);
      await expect(store.appendPoints('aaa', [])).rejects.toMatchObject(refusal);
      await expect(store.updateRun('aaa', {})).rejects.toMatchObject(refusal);
    });
  });
}
