import type { MetricPoint } from '@cartwheel/experiment-state';
import type { MetricSink } from '../progress-dispatcher/metric-sink.ts';
import { createFileSink } from './file-sink.ts';

/**
 * Appends points to a file of JSON Lines (UTF-8), an object a point. JSON has no NaN, infinities and −0: these values are
 * the strings `NaN`, `Infinity`, `-Infinity` and `-0`.
 */
export function createJsonLinesSink(file: string): MetricSink {
  return createFileSink(file, {
    name: `JSON Lines file ${file}`,
    header: '',
    format: (points) => points.map((point) => `${JSON.stringify(plain(point))}\n`).join(''),
  });
}

function plain(point: MetricPoint): Omit<MetricPoint, 'value'> & { value: number | string } {
  const { value } = point;
  if (Object.is(value, -0)) return { ...point, value: '-0' };
  return Number.isFinite(value) ? point : { ...point, value: String(value) };
}
