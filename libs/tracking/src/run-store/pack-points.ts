import { metricContext, type MetricPoint } from '@cartwheel/experiment-state';
import { canonicalContext } from './canonical-context.ts';
import type { StepPoint } from './run-store.ts';
import { TrackingError } from './tracking-error.ts';
import type { PackedPoints, PackedSeries } from './worker/protocol.ts';

/**
 * Points as columns, which cross to the worker without a copy.
 *
 * Throws `tracking/invalid-point`.
 */
export function packPoints(points: readonly StepPoint[]): PackedPoints {
  const table = new SeriesTable();
  const packed: PackedPoints = {
    series: table.series,
    seriesOf: new Uint32Array(points.length),
    steps: new Float64Array(points.length),
    bigSteps: points.some(({ step }) => typeof step === 'bigint') ? new BigInt64Array(points.length) : null,
    times: new Float64Array(points.length),
    values: new Float64Array(points.length),
  };
  points.forEach((point, index) => {
    checkPoint(point, index);
    packed.seriesOf[index] = table.indexOf(point);
    packed.steps[index] = Number(point.step);
    if (packed.bigSteps) packed.bigSteps[index] = BigInt(point.step);
    packed.times[index] = point.time;
    packed.values[index] = point.value;
  });
  return packed;
}

/** Throws `tracking/big-step`. */
export function unpackPoints(packed: PackedPoints): MetricPoint[] {
  if (packed.bigSteps) throw bigStep(packed);
  return unpack(packed, (index) => packed.steps[index]);
}

/** Steps are numbers where a number is exact, and bigint otherwise. */
export function unpackStepPoints(packed: PackedPoints): StepPoint[] {
  const { steps, bigSteps } = packed;
  return unpack(packed, (index) =>
    bigSteps === null || Number.isSafeInteger(steps[index]) ? steps[index] : bigSteps[index],
  );
}

function unpack<Step>(
  { series, seriesOf, times, values }: PackedPoints,
  stepAt: (index: number) => Step,
): (Omit<MetricPoint, 'step'> & { step: Step })[] {
  const contexts = series.map(({ context }) => parseContext(context));
  return Array.from(seriesOf, (of, index) => ({
    name: series[of].name,
    context: { ...contexts[of] },
    step: stepAt(index),
    time: times[index],
    value: values[index],
  }));
}

/** The reverse of `canonicalContext`. */
export function parseContext(text: string): Record<string, string> {
  return metricContext.parse(JSON.parse(text));
}

/** The buffers that may change hands instead of being copied. */
export function buffersOf({ seriesOf, steps, bigSteps, times, values }: PackedPoints): ArrayBuffer[] {
  return [seriesOf.buffer, steps.buffer, times.buffer, values.buffer, ...(bigSteps ? [bigSteps.buffer] : [])];
}

class SeriesTable {
  readonly series: PackedSeries[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf({ name, context }: StepPoint): number {
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

function checkPoint(point: StepPoint, index: number): void {
  if (point.name === '') throw invalidPoint(index, 'name', 'a name that is not empty', point.name);
  if (!isStep(point.step)) {
    throw invalidPoint(index, 'step', 'a whole number of environment steps', point.step);
  }
  if (!Number.isFinite(point.time)) throw invalidPoint(index, 'time', 'milliseconds since the epoch', point.time);
  if (typeof point.value !== 'number') throw invalidPoint(index, 'value', 'a number', point.value);
}

/** SQLite's integers end there, and Aim's and MLflow's, too. */
const LAST_STEP = 2n ** 63n - 1n;

function isStep(step: number | bigint): boolean {
  return typeof step === 'bigint' ? step >= 0n && step <= LAST_STEP : Number.isSafeInteger(step) && step >= 0;
}

function bigStep({ steps }: PackedPoints): TrackingError {
  const largest = steps.reduce((largest, step) => Math.max(largest, step), 0);
  return new TrackingError(
    'tracking/big-step',
    `Expected steps up to 2^53, found ${largest}: read them with pointsWithBigSteps().`,
  );
}

function invalidPoint(index: number, field: string, expected: string, received: unknown): TrackingError {
  return new TrackingError(
    'tracking/invalid-point',
    `points[${index}].${field}: expected ${expected}, received ${typeof received === 'string' ? JSON.stringify(received) : String(received)}. No point of this call was taken.`,
  );
}
