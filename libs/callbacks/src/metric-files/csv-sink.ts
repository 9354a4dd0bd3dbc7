import { stringify } from 'csv-stringify/sync';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { MetricSink } from '../progress-dispatcher/metric-sink.ts';
import { createFileSink } from './file-sink.ts';

const COLUMNS = ['name', 'context', 'step', 'time', 'value'];

/**
 * Appends points to a CSV file (RFC 4180; UTF-8), a row a point: name, context as JSON, step, time in milliseconds since
 * the epoch, value (also `NaN`, `Infinity`, `-Infinity` and `-0`). A new file starts with the names of the columns.
 */
export function createCsvSink(file: string): MetricSink {
  return createFileSink(file, {
    name: `CSV file ${file}`,
    header: stringify([COLUMNS]),
    format: (points) => stringify(points.map(rowOf)),
  });
}

function rowOf({ name, context, step, time, value }: MetricPoint): string[] {
  return [name, JSON.stringify(context), String(step), String(time), Object.is(value, -0) ? '-0' : String(value)];
}
