import type { Curve } from '../../src/api/curve.schema.ts';
import type { SettledRun } from '../../src/api/compared.schema.ts';
import type { Line } from '../charts/line.ts';
import { valueAt } from '../charts/value-at.ts';

export interface ComparedCurve {
  run: SettledRun;
  curve: Curve;
}

/** Places at which a mean is taken. */
const PLACES = 200;

/** A line of the chart, and whose it is. */
export interface RunsLine extends Line {
  runIds: readonly string[];
}

/** A line for each run. */
export function linesOfRuns(compared: readonly ComparedCurve[]): RunsLine[] {
  return compared.map(({ run, curve }) => ({ label: labelOf(run), curve, runIds: [run.runId] }));
}

export function labelOf({ runId, algorithm, seed }: SettledRun): string {
  return `${runId.slice(0, 8)} ${algorithm} seed ${seed}`;
}

/** One line for runs that differ in nothing but their seed: the mean of their curves, and one standard deviation around it. */
export function linesOverSeeds(compared: readonly ComparedCurve[]): RunsLine[] {
  const groups = new Map<string, ComparedCurve[]>();
  for (const each of compared) {
    const key = settingsOf(each.run);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [each]);
    else members.push(each);
  }
  return [...groups.values()].map(lineOf);
}

function settingsOf({ algorithm, env, experiment, totalTimesteps, hyperparameters }: SettledRun): string {
  const names = Object.keys(hyperparameters).toSorted();
  const values = names.map((name) => [name, hyperparameters[name]]);
  return JSON.stringify([algorithm, env, experiment, totalTimesteps, values]);
}

function lineOf(members: readonly ComparedCurve[]): RunsLine {
  const [{ run, curve }] = members;
  const runIds = members.map((member) => member.run.runId);
  if (members.length === 1) return { label: labelOf(run), curve, runIds };
  return {
    label: `${run.algorithm} × ${members.length} seeds (${run.runId.slice(0, 8)} …)`,
    ...meanOf(members.map((each) => each.curve)),
    runIds,
  };
}

/** Over the steps that all have, each curve read between its points along a straight line. */
function meanOf(curves: readonly Curve[]): Pick<Line, 'curve' | 'band'> {
  const first = Math.max(...curves.map(({ steps }) => steps[0]));
  const last = Math.min(...curves.map(({ steps }) => steps[steps.length - 1]));
  const steps = Array.from({ length: PLACES }, (_, i) => first + (i / (PLACES - 1)) * (last - first));
  const clocks = curves.map((curve) => ({ ...curve, values: curve.times }));
  const values = steps.map((step) => curves.map((curve) => valueAt(curve, step)));
  const means = values.map(meanOfRow);
  const deviations = values.map((row, i) =>
    Math.sqrt(row.reduce((sum, value) => sum + (value - means[i]) ** 2, 0) / row.length),
  );
  return {
    curve: {
      ...curves[0],
      steps,
      times: steps.map((step) => meanOfRow(clocks.map((clock) => valueAt(clock, step)))),
      values: means,
    },
    band: {
      low: means.map((mean, i) => mean - deviations[i]),
      high: means.map((mean, i) => mean + deviations[i]),
    },
  };
}

function meanOfRow(row: readonly number[]): number {
  return row.reduce((sum, value) => sum + value, 0) / row.length;
}
