import type { Curve } from '../../src/api/curve.schema.ts';
import type { RunDetail } from '../../src/api/run-detail.schema.ts';
import type { Line } from '../charts/line.ts';
import { valueAt } from '../charts/value-at.ts';

export interface ComparedCurve {
  run: RunDetail;
  curve: Curve;
}

/** Places at which a mean is taken. */
const PLACES = 200;

/** One line for runs that differ in nothing but their seed: the mean of their curves, and one standard deviation around it. */
export function linesOverSeeds(compared: readonly ComparedCurve[]): Line[] {
  const groups = new Map<string, ComparedCurve[]>();
  for (const each of compared) {
    const key = settingsOf(each.run);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [each]);
    else members.push(each);
  }
  return [...groups.values()].map(lineOf);
}

function settingsOf({ algorithm, env, experiment, totalTimesteps, hyperparameters }: RunDetail): string {
  const names = Object.keys(hyperparameters).toSorted();
  const values = names.map((name) => [name, hyperparameters[name]]);
  return JSON.stringify([algorithm, env, experiment, totalTimesteps, values]);
}

function lineOf(members: readonly ComparedCurve[]): Line {
  const [{ run, curve }] = members;
  const short = run.runId.slice(0, 8);
  if (members.length === 1) return { label: `${short} ${run.algorithm} seed ${run.seed}`, curve };
  return {
    label: `${run.algorithm} × ${members.length} seeds (${short} …)`,
    ...meanOf(members.map((each) => each.curve)),
  };
}

/** Over the steps that all have, each curve read between its points along a straight line. */
function meanOf(curves: readonly Curve[]): Pick<Line, 'curve' | 'band'> {
  const first = Math.max(...curves.map(({ steps }) => steps[0]));
  const last = Math.min(...curves.map(({ steps }) => steps[steps.length - 1]));
  const steps = Array.from({ length: PLACES }, (_, i) => first + (i / (PLACES - 1)) * (last - first));
  const values = steps.map((step) => curves.map((curve) => valueAt(curve, step)));
  const means = values.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
  const deviations = values.map((row, i) =>
    Math.sqrt(row.reduce((sum, value) => sum + (value - means[i]) ** 2, 0) / row.length),
  );
  return {
    curve: { ...curves[0], steps, times: steps.map(() => 0), values: means },
    band: {
      low: means.map((mean, i) => mean - deviations[i]),
      high: means.map((mean, i) => mean + deviations[i]),
    },
  };
}
