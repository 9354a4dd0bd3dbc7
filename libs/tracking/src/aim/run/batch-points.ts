import type { AimPoint } from './aim-run-options.ts';

/** Points of one sequence. */
export interface PointBatch {
  name: string;
  points: AimPoint[];
}

/**
 * Aim's server takes time that grows with the square of a message's length: 10 to 16 kB are best. An `update` costs
 * about 2 kB a sequence and 0.8 kB a point.
 */
const MESSAGE_BYTES = 14_000;
const SEQUENCE_BYTES = 2100;
const POINT_BYTES = 820;
const MOST_POINTS = Math.floor((MESSAGE_BYTES - SEQUENCE_BYTES) / POINT_BYTES);

/** Points as messages of a good length, each with points by sequence; `keyOf` tells sequences apart. */
export function batchPoints(points: readonly AimPoint[], keyOf: (point: AimPoint) => string): PointBatch[][] {
  const messages: PointBatch[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const batch of bySequence(points, keyOf)) {
    const size = SEQUENCE_BYTES + batch.points.length * POINT_BYTES;
    if (bytes + size > MESSAGE_BYTES) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)?.push(batch);
    bytes += size;
  }
  return messages;
}

function bySequence(points: readonly AimPoint[], keyOf: (point: AimPoint) => string): PointBatch[] {
  const open = new Map<string, PointBatch>();
  const batches: PointBatch[] = [];
  for (const point of points) {
    const key = keyOf(point);
    let batch = open.get(key);
    if (!batch || batch.points.length === MOST_POINTS) {
      batch = { name: point.name, points: [] };
      open.set(key, batch);
      batches.push(batch);
    }
    batch.points.push(point);
  }
  return batches;
}
