import { formatSetting } from '../format.ts';
import type { RunDetail } from '../../src/api/run-detail.schema.ts';

/** Settings in which the runs are not all alike, with the value of each run as text; results come last. */
export function differingSettings(runs: readonly RunDetail[]): { name: string; values: string[] }[] {
  const settings = runs.map(settingsOf);
  const names = new Set(settings.flatMap((each) => Object.keys(each)));
  return [...names]
    .map((name) => ({ name, values: settings.map((each) => formatSetting(each[name])) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function settingsOf(run: RunDetail): Record<string, unknown> {
  const { experiment, algorithm, env, seed, totalTimesteps, hyperparameters, status, evalMean } = run;
  return { experiment, algorithm, env, seed, totalTimesteps, ...hyperparameters, status, evalMean };
}
