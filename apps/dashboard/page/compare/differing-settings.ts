import { formatSetting } from '../format.ts';
import type { SettledRun } from '../../src/api/compared.schema.ts';

/** Settings in which the runs are not all alike, with the value of each run as text; results come last. */
export function differingSettings(runs: readonly SettledRun[]): { name: string; values: string[] }[] {
  const settings = runs.map(settingsOf);
  const results = runs.map(resultsOf);
  return [...differing(settings), ...differing(results)];
}

function differing(settings: readonly Readonly<Record<string, unknown>>[]): { name: string; values: string[] }[] {
  const names = new Set(settings.flatMap((each) => Object.keys(each)));
  return [...names]
    .map((name) => ({ name, values: settings.map((each) => formatSetting(each[name])) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function settingsOf({
  experiment,
  algorithm,
  env,
  seed,
  totalTimesteps,
  ...rest
}: SettledRun): Record<string, unknown> {
  return { experiment, algorithm, env, seed, totalTimesteps, ...rest.hyperparameters };
}

/** Of a result: more are chance. */
const DIGITS = 4;

function resultsOf({ status, evalMean }: SettledRun): Record<string, unknown> {
  return { status, evalMean: evalMean === null ? null : Number(evalMean.toPrecision(DIGITS)) };
}
