import { metricPoint, seriesKey, type MetricPoint } from '@cartwheel/experiment-state';
import { decode, encode } from '@msgpack/msgpack';
import * as z from 'zod';
import { BrokerError } from '../broker-error.ts';

/** Names and contexts once; a point is a row of numbers. */
const packed = z.tuple([
  z.array(z.tuple([z.string(), z.record(z.string(), z.string())])),
  z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative(), z.number(), z.custom<number>(isDouble)])),
]);

/** What a point has beside its value, which may be NaN: zod's numbers may not. */
const point = metricPoint.omit({ value: true });

/** Points as msgpack. Doubles keep their bits, NaN, ±Infinity and −0 included. */
export function packPoints(points: readonly MetricPoint[]): Uint8Array {
  const series: [string, Record<string, string>][] = [];
  const places = new Map<string, number>();
  const rows = points.map(({ name, context, step, time, value }) => {
    const key = seriesKey(name, context);
    let index = places.get(key);
    if (index === undefined) {
      index = series.push([name, context]) - 1;
      places.set(key, index);
    }
    return [index, step, time, value];
  });
  return encode([series, rows], { forceIntegerToFloat: true });
}

/** The reverse. Throws `broker/corrupt-document`, which names `place`, where the bytes are not what `packPoints` made. */
export function unpackPoints(bytes: Uint8Array, place: string): MetricPoint[] {
  try {
    const [series, rows] = packed.parse(decode(bytes));
    return rows.map(([index, step, time, value]) => {
      const [name, context] = series[index] ?? ['', {}];
      return { ...point.parse({ name, context, step, time }), value };
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BrokerError('broker/corrupt-document', `What is stored at ${place} is damaged. ${reason}`, { cause });
  }
}

function isDouble(value: unknown): value is number {
  return typeof value === 'number';
}
