/**
 * The greatest difference between two arrays, relative to the largest expected magnitude (at least 1, so that values near
 * zero don't ask for the impossible of float32). NaN when an element is; Infinity when the lengths differ.
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let scale = 1;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]));
    worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
  }
  return worst / scale;
}

/** The bits of each element, for comparisons that tell 0 from −0. */
export function bits(values: Float32Array): number[] {
  return [...new Uint32Array(values.slice().buffer)];
}

/** The `code` of the error that `misuse` throws; undefined when it throws none. */
export function codeThrownBy(misuse: () => unknown): unknown {
  try {
    misuse();
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}
