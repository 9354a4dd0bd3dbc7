import type { RunSummary } from '../../src/api/run-summary.schema.ts';

/** A line of the table: a run, or the head of a group of them. */
export type TableLine = { kind: 'run'; run: RunSummary } | { kind: 'group'; group: RunGroup };

export interface RunGroup {
  value: string;
  count: number;
  /** Mean and standard deviation of the evaluated returns; null where none is evaluated. */
  mean: number | null;
  deviation: number | null;
}

/** Runs under the heads of their groups: groups in the order of their first runs, runs as they come. */
export function groupRuns(
  runs: readonly RunSummary[],
  valueOf: ((run: RunSummary) => string) | undefined,
): TableLine[] {
  if (valueOf === undefined) return runs.map((run) => ({ kind: 'run', run }));
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const value = valueOf(run);
    const members = groups.get(value);
    if (members === undefined) groups.set(value, [run]);
    else members.push(run);
  }
  return [...groups].flatMap(([value, members]): TableLine[] => [
    { kind: 'group', group: { value, count: members.length, ...statisticsOf(members) } },
    ...members.map((run): TableLine => ({ kind: 'run', run })),
  ]);
}

function statisticsOf(runs: readonly RunSummary[]): Pick<RunGroup, 'mean' | 'deviation'> {
  const returns = runs.flatMap(({ evalMean }) => (evalMean === null ? [] : [evalMean]));
  if (returns.length === 0) return { mean: null, deviation: null };
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length;
  return { mean, deviation: Math.sqrt(variance) };
}
