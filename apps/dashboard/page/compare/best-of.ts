import type { Curve } from '../../src/api/curve.schema.ts';

export interface Best {
  value: number;
  step: number;
}

/** The highest point of a curve, or the lowest; undefined where it has no finite one. */
export function bestOf({ steps, values }: Curve, isHighest: boolean): Best | undefined {
  let best: Best | undefined;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    if (best === undefined || (isHighest ? value > best.value : value < best.value)) best = { value, step: steps[i] };
  });
  return best;
}
