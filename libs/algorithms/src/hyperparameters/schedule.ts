/** A value that goes from `from` (at the first step) to `to` (at the last) in a straight line. */
export type LinearSchedule = {
  kind: 'linear';
  from: number;
  to: number;
};

/**
 * Values at equal distances from the start of training to its end, straight lines between them: what a function becomes,
 * so that it can be saved with the model.
 */
export type TableSchedule = {
  kind: 'table';
  values: number[];
};

/** A schedule as a learner keeps it: JSON. */
export type ScheduleValue = number | LinearSchedule | TableSchedule;

/** The value when this share of the training is still to come: 1 at its start, 0 at its end. */
export type ScheduleFunction = (progressRemaining: number) => number;

/**
 * A constant, a linear schedule, or RL-Zoo's short form of one (`lin_1e-3` goes from 1e-3 to 0); a table, or a function,
 * which is asked at 101 moments of the training and joined by straight lines.
 */
export type Schedule = ScheduleValue | `lin_${number}` | ScheduleFunction;

/** At how many moments a function is asked: every hundredth of the training, ends included. */
const TABLE_SIZE = 101;

/** The schedule that `value` describes, as data; `undefined` when it describes none. */
export function readSchedule(value: unknown): ScheduleValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return readShortForm(value);
  if (isFunction(value)) return tabulate(value);
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  if (value.kind === 'table') return 'values' in value ? readTable(value.values) : undefined;
  return value.kind === 'linear' ? readLinear(value) : undefined;
}

/** The value when `progressRemaining` of the training is still to come: 1 at its start, 0 at its end. */
export function scheduleAt(schedule: ScheduleValue, progressRemaining: number): number {
  if (typeof schedule === 'number') return schedule;
  if (schedule.kind === 'linear') return schedule.to + (schedule.from - schedule.to) * progressRemaining;
  const { values } = schedule;
  const place = (1 - progressRemaining) * (values.length - 1);
  const before = Math.min(Math.floor(place), values.length - 1);
  const after = Math.min(before + 1, values.length - 1);
  return values[before] + (values[after] - values[before]) * (place - before);
}

/** The values between which a schedule goes, for a check of its range. */
export function valuesOf(schedule: ScheduleValue): readonly number[] {
  if (typeof schedule === 'number') return [schedule];
  return schedule.kind === 'linear' ? [schedule.from, schedule.to] : schedule.values;
}

function readLinear(value: object): LinearSchedule | undefined {
  if (!('from' in value && 'to' in value)) return undefined;
  const { from, to } = value;
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  return Number.isFinite(from) && Number.isFinite(to) ? { kind: 'linear', from, to } : undefined;
}

function readTable(values: unknown): TableSchedule | undefined {
  return isNumbers(values) && values.length >= 2 ? { kind: 'table', values: [...values] } : undefined;
}

function isNumbers(values: unknown): values is number[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'number' && Number.isFinite(value));
}

function isFunction(value: unknown): value is (progressRemaining: number) => unknown {
  return typeof value === 'function';
}

function tabulate(schedule: (progressRemaining: number) => unknown): TableSchedule | undefined {
  const last = TABLE_SIZE - 1;
  return readTable(Array.from({ length: TABLE_SIZE }, (_, i) => schedule(1 - i / last)));
}

function readShortForm(text: string): LinearSchedule | undefined {
  if (!text.startsWith('lin_') || text === 'lin_') return undefined;
  const from = Number(text.slice('lin_'.length));
  return Number.isFinite(from) ? { kind: 'linear', from, to: 0 } : undefined;
}
