import type UPlot from 'uplot';
import type { Curve } from '../../src/api/curve.schema.ts';
import { smooth } from './smooth.ts';

export type XAxis = 'steps' | 'time';

/** Curves on one x axis: environment steps, or seconds since each curve's first point. Gaps and what is not finite are null. */
export function chartData(
  curves: readonly Curve[],
  { smoothing, x }: { smoothing: number; x: XAxis },
): UPlot.AlignedData {
  const places = curves.map((curve) => (x === 'steps' ? curve.steps : secondsOf(curve)));
  const all = curves.length === 1 ? places[0] : [...new Set(places.flat())].toSorted((a, b) => a - b);
  const rows = curves.map((curve, i) => {
    const values = smooth(curve.values, smoothing).map((value) => (Number.isFinite(value) ? value : null));
    return curves.length === 1 ? values : spread(places[i], values, all);
  });
  return [all, ...rows];
}

function secondsOf({ times }: Curve): number[] {
  return times.map((time) => (time - times[0]) / 1000);
}

function spread(
  places: readonly number[],
  values: readonly (number | null)[],
  all: readonly number[],
): (number | null)[] {
  const byPlace = new Map(places.map((place, i) => [place, values[i]]));
  return all.map((place) => byPlace.get(place) ?? null);
}
