import type { Curve } from '../../src/api/curve.schema.ts';

/**
 * At most about `maxPoints` of a curve: of each stretch of points the lowest and the highest stay, so that no spike is
 * lost, and the first and the last point. What grows for days stays as large as a chart can show.
 */
export function thinCurve(curve: Curve, maxPoints: number): Curve {
  const { steps, times, values } = curve;
  if (steps.length <= maxPoints) return curve;
  const stretch = Math.ceil(steps.length / Math.max(1, Math.floor((maxPoints - 2) / 2)));
  const kept = new Set([0, steps.length - 1]);
  for (let start = 0; start < steps.length; start += stretch) {
    for (const index of extremesOf(values, start, Math.min(start + stretch, values.length))) kept.add(index);
  }
  const indices = [...kept].toSorted((a, b) => a - b);
  return {
    ...curve,
    steps: indices.map((i) => steps[i]),
    times: indices.map((i) => times[i]),
    values: indices.map((i) => values[i]),
  };
}

/** Where the lowest and the highest value are; the first place where there is no number. */
function extremesOf(values: readonly number[], from: number, to: number): [number, number] {
  let low = from;
  let high = from;
  for (let i = from; i < to; i++) {
    if (values[i] < values[low] || Number.isNaN(values[low])) low = i;
    if (values[i] > values[high] || Number.isNaN(values[high])) high = i;
  }
  return [low, high];
}
