import type { Curve } from '../../src/api/curve.schema.ts';

/** A curve between its points, along straight lines; beyond them, the nearest. */
export function valueAt({ steps, values }: Curve, step: number): number {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  if (low === 0 || steps[low] < step) return values[low];
  const share = (step - steps[low - 1]) / (steps[low] - steps[low - 1]);
  return values[low - 1] + share * (values[low] - values[low - 1]);
}
