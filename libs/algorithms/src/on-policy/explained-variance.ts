/**
 * The share of the variance of `actual` that `predicted` explains: 1 − Var[actual − predicted] / Var[actual]. 1 is
 * perfect, 0 no better than a constant, less is worse; NaN where `actual` does not vary.
 */
export function explainedVariance(predicted: Float32Array, actual: Float32Array): number {
  const variance = varianceOf(actual.length, (i) => actual[i]);
  if (variance === 0) return Number.NaN;
  return 1 - varianceOf(actual.length, (i) => actual[i] - predicted[i]) / variance;
}

function varianceOf(count: number, valueAt: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += valueAt(i);
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (valueAt(i) - mean) * (valueAt(i) - mean);
  return squares / count;
}
