/** Of Stable-Baselines3: keeps equal values from being divided by 0. */
const EPSILON = 1e-8;

/** Shifts and scales `values` to mean 0 and standard deviation 1 (n − 1 in the denominator, as PyTorch), where there are two. */
export function normalize(values: Float32Array): void {
  const size = values.length;
  if (size < 2) return;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += values[i];
  const mean = sum / size;
  let squares = 0;
  for (let i = 0; i < size; i++) squares += (values[i] - mean) * (values[i] - mean);
  const scale = 1 / (Math.sqrt(squares / (size - 1)) + EPSILON);
  for (let i = 0; i < size; i++) values[i] = (values[i] - mean) * scale;
}
