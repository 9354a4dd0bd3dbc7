import type { RunSummary } from '../../src/api/run-summary.schema.ts';

/** The known runs but those that are gone, with those that changed in their places; new ones come first. */
export function mergeRuns(
  known: readonly RunSummary[],
  changed: readonly RunSummary[],
  gone: ReadonlySet<string>,
): RunSummary[] {
  const byId = new Map(changed.map((run) => [run.runId, run]));
  const kept = known
    .filter(({ runId }) => !gone.has(runId))
    .map((run) => {
      const now = byId.get(run.runId);
      byId.delete(run.runId);
      return now ?? run;
    });
  return [...byId.values(), ...kept];
}
