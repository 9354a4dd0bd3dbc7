import type { RunSummary } from '../../src/api/run-summary.schema.ts';

/** Runs in which every word of the search occurs: id, experiment, status, algorithm, environment, tags, `seed:3`. */
export function filterRuns(runs: readonly RunSummary[], search: string): RunSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...runs];
  return runs.filter((run) => {
    const text = textOf(run);
    return words.every((word) => text.includes(word));
  });
}

function textOf({ runId, experiment, status, algorithm, env, tags, seed }: RunSummary): string {
  return [runId, experiment, status, algorithm, env, ...tags, `seed:${seed}`].join(' ').toLowerCase();
}
