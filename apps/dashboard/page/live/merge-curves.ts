import { seriesKey } from '@cartwheel/experiment-state';
import type { Curve } from '../../src/api/curve.schema.ts';
import { thinCurve } from './thin-curve.ts';

/** Twice what is asked for at first: then it is thinned out to that again. */
const MOST_POINTS = 4000;

/** Curves by their series. */
export type CurveMap = ReadonlyMap<string, Curve>;

export function curveMap(curves: readonly Curve[]): CurveMap {
  return new Map(curves.map((curve) => [seriesKey(curve.name, curve.context), curve]));
}

/** Takes new points into curves, each at its step; a step that is known is replaced. Curves without new points stay as they are. */
export function mergeCurves(known: CurveMap, fresh: readonly Curve[]): CurveMap {
  const merged = new Map(known);
  for (const curve of fresh) {
    const key = seriesKey(curve.name, curve.context);
    const before = merged.get(key);
    merged.set(key, before === undefined ? curve : bounded(joinCurves(before, curve)));
  }
  return merged;
}

function bounded(curve: Curve): Curve {
  return curve.steps.length > MOST_POINTS ? thinCurve(curve, MOST_POINTS / 2) : curve;
}

function joinCurves(before: Curve, fresh: Curve): Curve {
  const lastStep = before.steps.at(-1) ?? -1;
  if (fresh.steps[0] > lastStep) {
    return {
      ...before,
      steps: [...before.steps, ...fresh.steps],
      times: [...before.times, ...fresh.times],
      values: [...before.values, ...fresh.values],
    };
  }
  return interleave(before, fresh);
}

function interleave(before: Curve, fresh: Curve): Curve {
  const points = new Map<number, [time: number, value: number]>();
  for (const { steps, times, values } of [before, fresh]) {
    steps.forEach((step, i) => points.set(step, [times[i], values[i]]));
  }
  const steps = [...points.keys()].toSorted((a, b) => a - b);
  const of = (part: 0 | 1): number[] => steps.map((step) => points.get(step)?.[part] ?? Number.NaN);
  return { ...before, steps, times: of(0), values: of(1) };
}
