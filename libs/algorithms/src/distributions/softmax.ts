/** log softmax and softmax of the `n` logits from `start` on, in doubles; large logits do not overflow. */
export function softmaxInto(
  logits: Float32Array,
  start: number,
  n: number,
  probabilities: Float64Array,
  logProbabilities: Float64Array,
): void {
  let max = logits[start];
  for (let i = start + 1; i < start + n; i++) max = Math.max(max, logits[i]);
  let sum = 0;
  for (let i = start; i < start + n; i++) sum += Math.exp(logits[i] - max);
  const logSum = max + Math.log(sum);
  for (let i = start; i < start + n; i++) {
    const logProbability = logits[i] - logSum;
    logProbabilities[i] = logProbability;
    probabilities[i] = Math.exp(logProbability);
  }
}

/** The choice whose share of the cumulative distribution `uniform` from [0, 1) falls into. */
export function invertCumulative(probabilities: Float64Array, start: number, n: number, uniform: number): number {
  let cumulative = 0;
  let last = 0;
  for (let i = 0; i < n; i++) {
    if (probabilities[start + i] === 0) continue;
    last = i;
    cumulative += probabilities[start + i];
    if (uniform < cumulative) return i;
  }
  // Rounding may leave the sum just below 1.
  return last;
}

/** The index of the largest of the `n` values from `start` on, the first of equals. */
export function argmax(values: Float32Array, start: number, n: number): number {
  let best = 0;
  for (let i = 1; i < n; i++) if (values[start + i] > values[start + best]) best = i;
  return best;
}
