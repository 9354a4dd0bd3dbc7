import type { Curve } from '../../src/api/curve.schema.ts';

/** One curve of a chart. */
export interface Line {
  label: string;
  curve: Curve;
  /** Episodes that had ended at a step, where that is known. */
  episodes?: Curve | undefined;
  /** Around the curve, at its steps. */
  band?: { low: readonly number[]; high: readonly number[] } | undefined;
}
