import type { RunResult } from '../results.ts';

/** A line of a chart. */
export interface Series {
  name: string;
  algorithm: string;
  /** Of another library: drawn dashed. */
  isDashed: boolean;
  points: [x: number, y: number][];
}

/** Of a line. */
const POINTS = 40;

/**
 * The curves of an environment, one for each algorithm and library: means over its seeds. Over wall time, another
 * library's are left out unless nothing else ran: they would be compared.
 */
export function curvesOf(runs: readonly RunResult[], envId: string, axis: 'steps' | 'seconds'): Series[] {
  const groups = new Map<string, RunResult[]>();
  for (const run of runs) {
    if (run.envId !== envId || run.curve.length === 0) continue;
    if (axis === 'seconds' && run.source !== 'cartwheel' && run.isAlone !== true) continue;
    const name = run.source === 'cartwheel' ? run.algorithm : `${run.algorithm} (Stable-Baselines3)`;
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  return [...groups].map(([name, members]) => ({
    name: `${name}, ${members.length} ${members.length === 1 ? 'seed' : 'seeds'}`,
    algorithm: members[0].algorithm,
    isDashed: members[0].source !== 'cartwheel',
    points: meanCurve(members.map(({ curve }) => curve.map((point) => [point[axis === 'steps' ? 0 : 1], point[2]]))),
  }));
}

/** The mean of curves where all of them have begun and none has ended, straight lines between their points. */
function meanCurve(curves: [x: number, y: number][][]): [x: number, y: number][] {
  const from = Math.max(...curves.map((curve) => curve[0][0]));
  const to = Math.min(...curves.map((curve) => curve[curve.length - 1][0]));
  if (!(to > from)) return [];
  return Array.from({ length: POINTS }, (_, i) => {
    const x = from + ((to - from) * i) / (POINTS - 1);
    return [x, curves.reduce((sum, curve) => sum + interpolate(curve, x), 0) / curves.length];
  });
}

function interpolate(curve: [x: number, y: number][], x: number): number {
  const next = curve.findIndex(([at]) => at >= x);
  if (next <= 0) return curve[next === 0 ? 0 : curve.length - 1][1];
  const [left, right] = [curve[next - 1], curve[next]];
  return left[1] + ((right[1] - left[1]) * (x - left[0])) / (right[0] - left[0]);
}
