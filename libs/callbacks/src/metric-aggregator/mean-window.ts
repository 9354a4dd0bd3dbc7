/** The mean of the last `size` values. */
export interface MeanWindow {
  push(value: number): void;
  /** `undefined` before the first value. */
  mean(): number | undefined;
  /** The values that it looks back on, oldest first. */
  values(): number[];
}

/**
 * The mean is summed anew in the order of arrival each time: a running sum would drift, and stay NaN once a NaN went by.
 */
export function createMeanWindow(size: number): MeanWindow {
  const values = new Float64Array(size);
  let pushed = 0;
  return {
    push(value) {
      values[pushed % size] = value;
      pushed += 1;
    },
    mean() {
      if (pushed === 0) return undefined;
      const count = Math.min(pushed, size);
      const oldest = pushed - count;
      let sum = 0;
      for (let i = oldest; i < pushed; i++) sum += values[i % size];
      return sum / count;
    },
    values() {
      const count = Math.min(pushed, size);
      return Array.from({ length: count }, (_, i) => values[(pushed - count + i) % size]);
    },
  };
}
