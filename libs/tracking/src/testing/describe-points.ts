import { describe, expect, it } from '@jest/globals';
import { metricPoint } from './records.ts';
import { useSharedStore, type CreateOpenableStore } from './store-fixture.ts';

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0];
const EXTREME = [5e-324, -5e-324, Number.MAX_VALUE, Number.MIN_SAFE_INTEGER, 0.1 + 0.2, 1 / 3, 1e21];

/** Metric points: order, keys, special floats. */
export function describePoints(create: CreateOpenableStore): void {
  describe('points', () => {
    const freshRun = useSharedStore(create);

    it('every double comes back bit for bit', async () => {
      const { store, runId } = await freshRun();
      const points = [...SPECIAL, ...EXTREME].map((value, step) => metricPoint('m', step, value));
      await store.appendPoints(runId, points);
      // toEqual tells −0 from 0, and holds NaN equal to itself.
      expect(await store.points(runId)).toEqual(points);
      const [series] = await store.series(runId);
      expect(series.last).toEqual(points.at(-1));
    });

    it('steps beyond 2^53 come back as they went in, and not as numbers', async () => {
      const { store, runId } = await freshRun();
      const steps = [2 ** 53 - 1, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n];
      const points = steps.map((step, index) => ({ ...metricPoint('m', 0, index), step }));
      await store.appendPoints(runId, points);
      expect(await store.pointsWithBigSteps(runId)).toEqual(points);
      expect((await store.changes(runId, { after: 0 })).points).toEqual(points);
      await expect(store.points(runId)).rejects.toMatchObject({ code: 'tracking/big-step' });
      await store.appendPoints(runId, [{ ...metricPoint('n', 0, 1), step: 5n }]);
      expect(await store.points(runId, { name: 'n' })).toEqual([{ ...metricPoint('n', 0, 1), step: 5 }]);
    });

    it.each(SPECIAL)('%p replaces a value, and is replaced', async (special) => {
      const { store, runId } = await freshRun();
      for (const value of [1, special, 2, special]) {
        await store.appendPoints(runId, [metricPoint('m', 5, value)]);
        expect((await store.points(runId)).map((point) => point.value)).toEqual([value]);
      }
      expect((await store.series(runId))[0].last.value).toBe(special);
    });

    it('the same key again replaces the first, also within one call', async () => {
      const { store, runId } = await freshRun();
      const later = { ...metricPoint('m', 1, 12), time: 99 };
      await store.appendPoints(runId, [metricPoint('m', 1, 10), metricPoint('m', 2, 20)]);
      await store.appendPoints(runId, [metricPoint('m', 1, 11), later]);
      expect(await store.points(runId)).toEqual([later, metricPoint('m', 2, 20)]);
      expect(await store.series(runId)).toEqual([{ name: 'm', context: {}, count: 2, last: metricPoint('m', 2, 20) }]);
    });

    it('gives points in order of name, context and step, whatever the order in which they came', async () => {
      const { store, runId } = await freshRun();
      const ordered = [
        metricPoint('a', 1, 1, { subset: 'test' }),
        metricPoint('a', 2, 2, { subset: 'test' }),
        metricPoint('a', 1, 3, { subset: 'train' }),
        metricPoint('b', 2, 4),
        metricPoint('b', 10, 5),
        metricPoint('b', Number.MAX_SAFE_INTEGER, 6),
      ];
      await store.appendPoints(runId, ordered.toReversed());
      expect(await store.points(runId)).toEqual(ordered);
      expect((await store.series(runId)).map(({ name, context, count }) => [name, context, count])).toEqual([
        ['a', { subset: 'test' }, 2],
        ['a', { subset: 'train' }, 1],
        ['b', {}, 3],
      ]);
    });

    it('the order of a context’s keys does not matter', async () => {
      const { store, runId } = await freshRun();
      await store.appendPoints(runId, [metricPoint('m', 1, 1, { x: '1', y: '2' })]);
      await store.appendPoints(runId, [metricPoint('m', 1, 2, { y: '2', x: '1' })]);
      expect(await store.points(runId, { context: { y: '2', x: '1' } })).toEqual([
        metricPoint('m', 1, 2, { x: '1', y: '2' }),
      ]);
      expect(await store.series(runId)).toHaveLength(1);
    });

    it('no two series are taken for one', async () => {
      const { store, runId } = await freshRun();
      const points = [
        metricPoint('m', 1, 1, { a: 'b,"c":"d"' }),
        metricPoint('m', 1, 2, { a: 'b', c: 'd' }),
        metricPoint('m{}', 1, 3),
        metricPoint('{}m', 1, 4),
        metricPoint("'; DROP TABLE points; --", 1, 5, { z: '', 1: 'number' }),
      ];
      await store.appendPoints(runId, points);
      const kept = await store.points(runId);
      expect(kept.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
      expect(kept).toEqual(expect.arrayContaining(points));
    });

    it('a query takes a name, a context, or both; the empty context is one of its own', async () => {
      const { store, runId } = await freshRun();
      const plain = metricPoint('a', 1, 1);
      const test = metricPoint('a', 1, 2, { subset: 'test' });
      const other = metricPoint('b', 1, 3, { subset: 'test' });
      await store.appendPoints(runId, [plain, test, other]);
      expect(await store.points(runId, { name: 'a', context: {} })).toEqual([plain]);
      expect(await store.points(runId, { context: { subset: 'test' } })).toEqual([test, other]);
      expect(await store.points(runId, { name: 'b' })).toEqual([other]);
      expect(await store.points(runId, { name: 'none' })).toEqual([]);
    });

    it('points of one run are not another’s', async () => {
      const { store, runId } = await freshRun();
      const { runId: other } = await freshRun();
      await Promise.all([
        store.appendPoints(runId, [metricPoint('m', 1, 1)]),
        store.appendPoints(other, [metricPoint('m', 1, 2)]),
      ]);
      expect(await store.points(runId)).toEqual([metricPoint('m', 1, 1)]);
      expect(await store.points(other)).toEqual([metricPoint('m', 1, 2)]);
    });

    it('calls that nobody waited for take effect in order', async () => {
      const { store, runId } = await freshRun();
      const appends = Array.from({ length: 50 }, (_, call) =>
        store.appendPoints(runId, [metricPoint('m', 1, call), metricPoint('n', call, call)]),
      );
      const points = await store.points(runId);
      expect(points[0]).toEqual(metricPoint('m', 1, 49));
      expect(points.slice(1).map(({ step }) => step)).toEqual(Array.from({ length: 50 }, (_, call) => call));
      await Promise.all(appends);
    });

    it.each([
      ['name', { name: '' }],
      ['step', { step: 1.5 }],
      ['step', { step: -1 }],
      ['step', { step: Number.NaN }],
      ['time', { time: Number.NaN }],
    ])('a wrong %s is refused with its place, and none of its call is taken: %j', async (field, wrong) => {
      const { store, runId } = await freshRun();
      const points = [metricPoint('m', 1, 1), { ...metricPoint('m', 2, 2), ...wrong }];
      await expect(store.appendPoints(runId, points)).rejects.toMatchObject({
        code: 'tracking/invalid-point',
        message: expect.stringContaining(`points[1].${field}`),
      });
      expect(await store.points(runId)).toEqual([]);
    });

    it('a refused call leaves the others of its transaction alone', async () => {
      const { store, runId } = await freshRun();
      const [first, refused, last] = await Promise.allSettled([
        store.appendPoints(runId, [metricPoint('m', 1, 1)]),
        store.appendPoints('nobody', [metricPoint('m', 2, 2)]),
        store.appendPoints(runId, [metricPoint('new', 3, 3)]),
        store.flush(),
      ]);
      expect([first.status, refused.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await store.points(runId)).toEqual([metricPoint('m', 1, 1), metricPoint('new', 3, 3)]);
    });
  });
}
