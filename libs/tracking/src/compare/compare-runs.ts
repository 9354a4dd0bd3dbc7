import { canonicalContext } from '../run-store/canonical-context.ts';
import type { RunRecord, RunStore } from '../run-store/run-store.ts';

/** Each list has one place a run, in the order of the runs. */
export interface RunComparison {
  runs: RunRecord[];
  /** Settings in which the runs differ, as JSON values; undefined where a run does not have one. */
  settings: { name: string; values: unknown[] }[];
  /** The last value of each metric; undefined where a run does not have it. */
  metrics: {
    name: string;
    context: Readonly<Record<string, string>>;
    last: ({ step: number; value: number } | undefined)[];
  }[];
}

/** What tells runs apart: the settings that differ, and what came of them. */
export async function compareRuns(store: RunStore, runs: readonly RunRecord[]): Promise<RunComparison> {
  return { runs: [...runs], settings: differing(runs.map(settingsOf)), metrics: await lastValues(store, runs) };
}

function settingsOf({ algorithm, env, seed, totalTimesteps, hyperparameters }: RunRecord): Record<string, unknown> {
  return { algorithm, env, seed, totalTimesteps, ...hyperparameters };
}

function differing(settings: readonly Record<string, unknown>[]): RunComparison['settings'] {
  const names = new Set(settings.flatMap((each) => Object.keys(each)));
  return [...names]
    .map((name) => ({ name, values: settings.map((each) => each[name]) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

async function lastValues(store: RunStore, runs: readonly RunRecord[]): Promise<RunComparison['metrics']> {
  const rows = new Map<string, RunComparison['metrics'][number]>();
  for (const [index, { runId }] of runs.entries()) {
    for (const { name, context, last } of await store.series(runId)) {
      const key = `${name} ${canonicalContext(context)}`;
      const row = rows.get(key) ?? { name, context, last: runs.map(() => undefined) };
      row.last[index] = { step: last.step, value: last.value };
      rows.set(key, row);
    }
  }
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
