import type { RunSummary } from '../../src/api/run-summary.schema.ts';

/** The known runs with those that changed in their places; new ones come first. */
export function mergeRuns(known: readonly RunSummary[], changed: readonly RunSummary[]): RunSummary[] {
  if (changed.length === 0) return [...known];
  const byId = new Map(changed.map((run) => [run.runId, run]));
  const kept = known.map((run) => {
    const now = byId.get(run.runId);
    byId.delete(run.runId);
    return now ?? run;
  });
  return [...byId.values(), ...kept];
}
