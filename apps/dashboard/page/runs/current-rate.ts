import type { RunSummary } from '../../src/api/run-summary.schema.ts';

/** A run under way writes once a second; an older rate is none of now. */
const SILENT_MS = 10_000;

/** Steps a second: of the whole run when it has finished, of the last second before while it is under way or where it failed. */
export function currentRate({ status, stepsPerSecond, updatedAt }: RunSummary, now: number): number | null {
  const hasEnded = status === 'finished' || status === 'failed';
  return hasEnded || now - updatedAt < SILENT_MS ? stepsPerSecond : null;
}
