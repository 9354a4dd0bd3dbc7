import { DEFAULT_CLIP, DEFAULT_EPSILON } from './normalization-options.ts';
import type { RunningStatistics } from './running-statistics.ts';

/**
 * Rows of observations as a policy sees them that learned on normalised ones: centred on the mean, divided by the standard
 * deviation, clipped. In place where `target` is `source`.
 */
export function normalizeRows(
  { mean, variance }: RunningStatistics,
  source: Float32Array,
  target: Float32Array,
  { clipObservation = DEFAULT_CLIP, epsilon = DEFAULT_EPSILON }: { clipObservation?: number; epsilon?: number } = {},
): void {
  const columns = mean.length;
  for (let column = 0; column < columns; column++) {
    const deviation = Math.sqrt(variance[column] + epsilon);
    for (let i = column; i < source.length; i += columns) {
      const value = (source[i] - mean[column]) / deviation;
      target[i] = Math.min(Math.max(value, -clipObservation), clipObservation);
    }
  }
}
