import { describe, expect, it } from '@jest/globals';
import type { MetricPoint } from '@cartwheel/experiment-state';
import { newRun, type BrokerUnderTest } from './broker-harness.ts';

/** Far past any way of rounding a limit up to whole blocks. */
const BLOCKS = 30;

function pointAt(step: number, over: Partial<MetricPoint> = {}): MetricPoint {
  return { name: 'train/loss', context: { subset: 'a' }, step, time: 0.5, value: step / 3, ...over };
}

export function testPoints(underTest: BrokerUnderTest, historyLimit: number): void {
  describe('the window of points', () => {
    it('gives them with the bits they had', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      expect(await broker.readPoints(runId)).toStrictEqual({ points: [], position: 0, complete: true });
      const values = [Number.NaN, Infinity, -Infinity, -0, 0.1 + 0.2, 5e-324, 2 ** 53];
      const points = [
        ...values.map((value, step) => pointAt(step, { value })),
        pointAt(7, { name: 'other', context: {} }),
      ];
      const added = await broker.publishPoints(runId, { epoch: 0, after: 0, position: 9, points });
      expect(added).toStrictEqual({ status: 'accepted', position: 9 });
      expect(await broker.readPoints(runId)).toStrictEqual({ points, position: 9, complete: true });
      expect(await broker.readPoints(runId, { after: 9 })).toStrictEqual({ points: [], position: 9, complete: true });
    });

    it('takes each batch once, in order', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const first = { epoch: 0, after: 0, position: 4, points: [pointAt(1)] };
      await broker.publishPoints(runId, first);
      await broker.publishPoints(runId, { epoch: 0, after: 4, position: 6, points: [pointAt(2)] });
      expect(await broker.publishPoints(runId, first)).toStrictEqual({ status: 'accepted', position: 6 });
      const points = [pointAt(1), pointAt(2)];
      expect(await broker.readPoints(runId)).toStrictEqual({ points, position: 6, complete: true });
      expect((await broker.readPoints(runId, { after: 4 })).points).toStrictEqual([pointAt(2)]);
    });

    it('has no hole: it says from where it lacks points, also to who only asks', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const question = { epoch: 0, after: 0, position: 0, points: [] };
      expect(await broker.publishPoints(runId, question)).toStrictEqual({ status: 'accepted', position: 0 });
      const start = { epoch: 0, after: 3, position: 4, points: [pointAt(1)] };
      expect(await broker.publishPoints(runId, start)).toStrictEqual({ status: 'behind', position: 0 });
      await broker.publishPoints(runId, { ...start, begins: true });
      const later = { epoch: 0, after: 6, position: 8, points: [pointAt(3)], begins: true };
      expect(await broker.publishPoints(runId, later)).toStrictEqual({ status: 'behind', position: 4 });
      expect(await broker.publishPoints(runId, question)).toStrictEqual({ status: 'accepted', position: 4 });
      await broker.publishPoints(runId, { epoch: 0, after: 4, position: 8, points: [pointAt(2), pointAt(3)] });
      const points = [pointAt(1), pointAt(2), pointAt(3)];
      expect(await broker.readPoints(runId)).toStrictEqual({ points, position: 8, complete: false });
      expect((await broker.readPoints(runId, { after: 3 })).complete).toBe(true);
    });

    it('says where older ones are no longer there', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const batches = BLOCKS * historyLimit;
      for (let position = 1; position <= batches; position += 1) {
        const batch = { epoch: 0, after: position - 1, position, points: [pointAt(position)] };
        await broker.publishPoints(runId, batch);
      }
      expect(await broker.readPoints(runId)).toMatchObject({ position: batches, complete: false });
      const after = batches - historyLimit;
      const { points, complete } = await broker.readPoints(runId, { after });
      expect(complete).toBe(true);
      expect(points.map(({ step }) => step - after)).toStrictEqual(
        Array.from({ length: historyLimit }, (_, index) => index + 1),
      );
    });

    it('is closed to a writer whose run was taken over', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun({ writerEpoch: 2 }));
      const late = await broker.publishPoints(runId, { epoch: 1, after: 0, position: 1, points: [pointAt(1)] });
      expect(late).toStrictEqual({ status: 'stale', epoch: 2 });
      expect((await broker.readPoints(runId)).points).toStrictEqual([]);
    });

    it('of an unknown run throws on a write and is empty on a read', async () => {
      const { broker } = underTest();
      const { runId } = newRun();
      const write = broker.publishPoints(runId, { epoch: 0, after: 0, position: 1, points: [pointAt(1)] });
      await expect(write).rejects.toMatchObject({ code: 'broker/unknown-run' });
      expect(await broker.readPoints(runId)).toStrictEqual({ points: [], position: 0, complete: true });
    });
  });
}
