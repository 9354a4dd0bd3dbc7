import type UPlot from 'uplot';
import type { Curve } from '../../src/api/curve.schema.ts';
import type { Line } from './line.ts';
import { smooth } from './smooth.ts';

export type XAxis = 'steps' | 'time';

/**
 * Curves on one x axis: environment steps, or seconds since each curve's first point; behind them the low and the high
 * bounds of those that have a band. Gaps and what is not finite are null.
 */
export function chartData(
  lines: readonly Line[],
  { smoothing, x }: { smoothing: number; x: XAxis },
): UPlot.AlignedData {
  const placesOf = ({ curve }: Line): readonly number[] => (x === 'time' ? secondsOf(curve) : curve.steps);
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
