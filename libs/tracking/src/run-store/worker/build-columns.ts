import type { PackedPoints, PackedSeries } from './protocol.ts';
import type { PointRow } from './point-table.ts';
import { restoreValue } from './special-value.ts';

/** Rows as columns. Where a step is beyond 2^53, all steps are in `bigSteps` as well. */
export function buildColumns(
  found: readonly (readonly [series: PackedSeries, points: readonly PointRow[]])[],
): PackedPoints {
  const filled = found.filter(([, points]) => points.length > 0);
  const length = filled.reduce((sum, [, points]) => sum + points.length, 0);
  const isBig = filled.some(([, points]) => Number(points.at(-1)?.[0]) > Number.MAX_SAFE_INTEGER);
  const packed: PackedPoints = {
    series: filled.map(([series]) => series),
    seriesOf: new Uint32Array(length),
    steps: new Float64Array(length),
    bigSteps: isBig ? new BigInt64Array(length) : null,
    times: new Float64Array(length),
    values: new Float64Array(length),
  };
  let next = 0;
  filled.forEach(([, points], series) => {
    for (const [step, time, value, special] of points) {
      packed.seriesOf[next] = series;
      packed.steps[next] = Number(step);
      if (packed.bigSteps) packed.bigSteps[next] = BigInt(step);
      packed.times[next] = time;
      packed.values[next] = restoreValue(value, special);
      next++;
    }
  });
  return packed;
}
