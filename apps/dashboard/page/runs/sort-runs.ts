import type { RunSummary } from '../../src/api/run-summary.schema.ts';

export type RunColumn =
  | 'status'
  | 'runId'
  | 'experiment'
  | 'algorithm'
  | 'env'
  | 'timesteps'
  | 'evalMean'
  | 'stepsPerSecond'
  | 'createdAt';

export interface RunOrder {
  column: RunColumn;
  isRising: boolean;
}

/** What is not known comes last, whichever the direction. */
export function sortRuns(runs: readonly RunSummary[], { column, isRising }: RunOrder): RunSummary[] {
  const direction = isRising ? 1 : -1;
  return runs.toSorted((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === right) return b.createdAt - a.createdAt;
    if (left === null) return 1;
    if (right === null) return -1;
    return left < right ? -direction : direction;
  });
}
