/** Pairs of a quantile and a target in a piece: half a millisecond of one core, and some milliseconds until V8 has compiled them. */
export const PAIRS = 40_000;

/** Where `length` numbers of one row begin in an array of rows. */
export interface Span {
  values: Float32Array;
  start: number;
  length: number;
}

/**
 * The quantile Huber loss with κ = 1 (arXiv 1710.10044, eq. 10) of one row: with δᵢⱼ = targetⱼ − θᵢ and τᵢ = (i + ½)/N,
 * Σᵢ Σⱼ |τᵢ − [δᵢⱼ < 0]| · huber(δᵢⱼ). Writes its gradient, times `scale`, at the places of the quantiles.
 */
export function quantileHuber(
  quantiles: Readonly<Span>,
  targets: Readonly<Span>,
  gradient: Float32Array,
  scale: number,
): number {
  const { values, start, length } = quantiles;
  const end = targets.start + targets.length;
  let loss = 0;
  for (let i = 0; i < length; i++) {
    const tau = (i + 0.5) / length;
    const quantile = values[start + i];
    let slope = 0;
    for (let j = targets.start; j < end; j++) {
      const delta = targets.values[j] - quantile;
      const distance = delta < 0 ? -delta : delta;
      const weight = delta < 0 ? 1 - tau : tau;
      if (distance <= 1) {
        loss += weight * (0.5 * delta * delta);
        slope -= weight * delta;
      } else {
        loss += weight * (distance - 0.5);
        slope -= delta < 0 ? -weight : weight;
      }
    }
    gradient[start + i] = slope * scale;
  }
  return loss;
}
