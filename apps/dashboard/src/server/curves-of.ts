import { seriesKey, type MetricPoint } from '@cartwheel/experiment-state';
import type { StepPoint } from '@cartwheel/tracking';
import type { Curve } from '../api/curve.schema.ts';

/** Points, series by series, in columns. */
export function curvesOf(points: readonly (MetricPoint | StepPoint)[]): Curve[] {
  const curves = new Map<string, Curve>();
  for (const { name, context, step, time, value } of points) {
    const key = seriesKey(name, context);
    const curve = curves.get(key) ?? { name, context: { ...context }, steps: [], times: [], values: [] };
    curves.set(key, curve);
    curve.steps.push(Number(step));
    curve.times.push(time);
    curve.values.push(value);
  }
  return [...curves.values()];
}
