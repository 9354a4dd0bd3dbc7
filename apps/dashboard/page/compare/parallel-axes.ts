import type { SettledRun } from '../../src/api/compared.schema.ts';
import { differingSettings } from './differing-settings.ts';

/** A setting, or a result, in which runs differ. */
export interface ParallelAxis {
  name: string;
  /** The place of each run's value, 0 at the bottom to 1; null where it has none. */
  places: readonly (number | null)[];
  /** What stands at the axis: the ends of numbers, or each of a few texts. */
  ticks: readonly { place: number; text: string }[];
}

const NONE = '–';

/** One axis for each setting that differs, in order, the results last. */
export function parallelAxes(runs: readonly SettledRun[]): ParallelAxis[] {
  return differingSettings(runs)
    .filter(({ name }) => name !== 'status')
    .map(({ name, values }) => ({ name, ...(values.every(isNumeric) ? numberAxis(values) : textAxis(values)) }));
}

function isNumeric(text: string): boolean {
  return text === NONE || Number.isFinite(Number(text));
}

function numberAxis(values: readonly string[]): Omit<ParallelAxis, 'name'> {
  const numbers = values.map((text) => (text === NONE ? null : Number(text)));
  const known = numbers.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const range = high - low || 1;
  return {
    places: numbers.map((value) => (value === null ? null : (value - low) / range)),
    ticks: [low, ...(high === low ? [] : [high])].map((value, place) => ({ place, text: String(value) })),
  };
}

function textAxis(values: readonly string[]): Omit<ParallelAxis, 'name'> {
  const texts = [...new Set(values)].toSorted();
  const placeOf = (text: string): number => texts.indexOf(text) / Math.max(1, texts.length - 1);
  return { places: values.map(placeOf), ticks: texts.map((text) => ({ place: placeOf(text), text })) };
}
