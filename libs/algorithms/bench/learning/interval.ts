/**
 * The quantiles t₀.₉₇₅ of Student's distribution with 1, 2, … degrees of freedom, as any table of it has them
 * (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
 */
const T_975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];

/** A mean of independent runs, and the half width of its 95 % interval; none for a single run. */
export interface MeanInterval {
  mean: number;
  halfWidth: number | undefined;
}

/** Student's interval for the mean: mean ± t₀.₉₇₅ · s/√n, s the standard deviation over the runs, with n − 1. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, halfWidth: undefined };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, halfWidth: (T_975[n - 2] ?? T_975[T_975.length - 1]) * Math.sqrt(variance / n) };
}
