import { describe, expect, it } from '@jest/globals';
import { metricPoint } from './records.ts';
import { useSharedStore, type CreateOpenableStore } from './store-fixture.ts';

/** Series for a chart. */
export function describeCurves(create: CreateOpenableStore): void {
  describe('curves', () => {
    const freshRun = useSharedStore(create);

    it('a short series comes whole, each by itself', async () => {
      const { store, runId } = await freshRun();
      const points = [1, 2, 3].flatMap((step) => [metricPoint('a', step, Number.NaN), metricPoint('b', step, step)]);
      await store.appendPoints(runId, points);
      expect(await store.curve(runId, { maxPoints: 3 })).toEqual(await store.points(runId));
      expect(await store.curve(runId, { name: 'b', fromStep: 2, toStep: 2 })).toEqual([metricPoint('b', 2, 2)]);
    });

    it('of a long one the extremes stay, the first and the last point', async () => {
      const { store, runId } = await freshRun();
      const points = Array.from({ length: 5000 }, (_, step) => metricPoint('m', step * 3, Math.sin(step / 100)));
      points[1234].value = 50;
      points[4321].value = -50;
      points[77].value = Number.POSITIVE_INFINITY;
      points[78].value = Number.NaN;
      await store.appendPoints(runId, points);
      const curve = await store.curve(runId, { maxPoints: 200 });
      expect(curve.length).toBeLessThanOrEqual(200);
      expect(curve.length).toBeGreaterThan(150);
      for (const index of [0, 77, 1234, 4321, 4999]) expect(curve).toContainEqual(points[index]);
      const steps = curve.map(({ step }) => step);
      expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
    });

    it('where there is only NaN it stays', async () => {
      const { store, runId } = await freshRun();
      const points = Array.from({ length: 100 }, (_, step) => metricPoint('m', step, step < 50 ? Number.NaN : 1));
      await store.appendPoints(runId, points);
      const curve = await store.curve(runId, { maxPoints: 10 });
      expect(curve.filter(({ value }) => Number.isNaN(value)).length).toBeGreaterThan(1);
      expect(curve.length).toBeLessThanOrEqual(10);
    });
  });
}
