import type { RunRecord } from '@cartwheel/tracking';
import { ownTags, shelfOf } from '../shelf/shelf-of.ts';
import type { RunSummary } from '../api/run-summary.schema.ts';

/** What else the record has is left out where the schema encodes it. */
export function summaryOf(run: RunRecord): RunSummary {
  const { evalMean, stepsPerSecond } = run.summary;
  return {
    ...run,
    tags: ownTags(run.tags),
    shelf: shelfOf(run.tags),
    evalMean: numberOrNull(evalMean),
    stepsPerSecond: numberOrNull(stepsPerSecond),
  };
}

function numberOrNull(value: number | string | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
