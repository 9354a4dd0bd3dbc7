/**
 * An exponential moving average without the pull towards its start, as TensorBoard's slider: `weight` from 0 (nothing) to
 * below 1. What is no finite number is passed over.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight === 0) return [...values];
  let last = 0;
  let correction = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    last = last * weight + value * (1 - weight);
    correction *= weight;
    return last / (1 - correction);
  });
}
