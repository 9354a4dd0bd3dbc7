import { metricContext, type MetricPoint } from '@cartwheel/experiment-state';
import { canonicalContext } from './canonical-context.ts';
import { TrackingError } from './tracking-error.ts';
import type { PackedPoints, PackedSeries } from './worker/protocol.ts';

/**
 * Points as columns, which cross to the worker without a copy.
 *
 * Throws `tracking/invalid-point`.
 */
export function packPoints(points: readonly MetricPoint[]): PackedPoints {
  const table = new SeriesTable();
  const packed: PackedPoints = {
    series: table.series,
    seriesOf: new Uint32Array(points.length),
    steps: new Float64Array(points.length),
    times: new Float64Array(points.length),
    values: new Float64Array(points.length),
  };
  points.forEach((point, index) => {
    checkPoint(point, index);
    packed.seriesOf[index] = table.indexOf(point);
    packed.steps[index] = point.step;
    packed.times[index] = point.time;
    packed.values[index] = point.value;
  });
  return packed;
}

export function unpackPoints({ series, seriesOf, steps, times, values }: PackedPoints): MetricPoint[] {
  const contexts = series.map(({ context }) => parseContext(context));
  return Array.from(seriesOf, (of, index) => ({
    name: series[of].name,
    context: { ...contexts[of] },
    step: steps[index],
    time: times[index],
    value: values[index],
  }));
}

/** The reverse of `canonicalContext`. */
export function parseContext(text: string): Record<string, string> {
  return metricContext.parse(JSON.parse(text));
}

/** The buffers that may change hands instead of being copied. */
export function buffersOf({ seriesOf, steps, times, values }: PackedPoints): ArrayBuffer[] {
  return [seriesOf.buffer, steps.buffer, times.buffer, values.buffer];
}

class SeriesTable {
  readonly series: PackedSeries[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf({ name, context }: MetricPoint): number {
    const canonical = canonicalContext(context);
    // The JSON text ends where its braces close, so no two series share a key.
    const key = canonical + name;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.series.push({ name, context: canonical }) - 1;
    this.#indexes.set(key, index);
    return index;
  }
}

function checkPoint(point: MetricPoint, index: number): void {
  if (point.name === '') throw invalidPoint(index, 'name', 'a name that is not empty', point.name);
  if (!Number.isSafeInteger(point.step) || point.step < 0) {
    throw invalidPoint(index, 'step', 'a whole number of environment steps', point.step);
  }
  if (!Number.isFinite(point.time)) throw invalidPoint(index, 'time', 'milliseconds since the epoch', point.time);
  if (typeof point.value !== 'number') throw invalidPoint(index, 'value', 'a number', point.value);
}

function invalidPoint(index: number, field: string, expected: string, received: unknown): TrackingError {
  return new TrackingError(
    'tracking/invalid-point',
    `points[${index}].${field}: expected ${expected}, received ${JSON.stringify(received) ?? String(received)}. No point of this call was taken.`,
  );
}
