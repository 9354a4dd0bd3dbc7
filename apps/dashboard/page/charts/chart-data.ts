import type UPlot from 'uplot';
import type { Curve } from '../../src/api/curve.schema.ts';
import type { Line } from './line.ts';
import { smooth } from './smooth.ts';
import { valueAt } from './value-at.ts';

export type XAxis = 'steps' | 'time' | 'episodes';

/**
 * Curves on one x axis: environment steps, seconds since each curve's first point, or episodes, of those that know them; behind them the low and the high
 * bounds of those that have a band. Gaps and what is not finite are null.
 */
export function chartData(
  lines: readonly Line[],
  { smoothing, x }: { smoothing: number; x: XAxis },
): UPlot.AlignedData {
  const placesOf = (line: Line): readonly number[] => placesOn(x, line);
  const rows = [
    ...lines.map((line) => ({ places: placesOf(line), values: line.curve.values })),
    ...lines.flatMap((line) => {
      const { band } = line;
      return band === undefined ? [] : [band.low, band.high].map((values) => ({ places: placesOf(line), values }));
    }),
  ];
  const isAlone = lines.length === 1;
  const all = isAlone ? rows[0].places : [...new Set(rows.flatMap(({ places }) => places))].toSorted((a, b) => a - b);
  return [
    [...all],
    ...rows.map(({ places, values }) => {
      const drawn = smooth(values, smoothing).map((value) => (Number.isFinite(value) ? value : null));
      return isAlone ? drawn : spread(places, drawn, all);
    }),
  ];
}

function placesOn(x: XAxis, { curve, episodes }: Line): readonly number[] {
  if (x === 'time') return secondsOf(curve);
  if (x === 'steps' || episodes === undefined) return curve.steps;
  return curve.steps.map((step) => valueAt(episodes, step));
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
