/** A value that goes from `from` (at the first step) to `to` (at the last) in a straight line. */
export type LinearSchedule = {
  kind: 'linear';
  from: number;
  to: number;
};

/** A constant, a linear schedule, or RL-Zoo's short form of one: `lin_1e-3` goes from 1e-3 to 0. */
export type Schedule = number | LinearSchedule | `lin_${number}`;

/** The schedule that `value` describes, short forms spelt out; `undefined` when it describes none. */
export function readSchedule(value: unknown): number | LinearSchedule | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return readShortForm(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('kind' in value && 'from' in value && 'to' in value) || value.kind !== 'linear') return undefined;
  const { from, to } = value;
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  return Number.isFinite(from) && Number.isFinite(to) ? { kind: 'linear', from, to } : undefined;
}

/** The value when `progressRemaining` of the training is still to come: 1 at its start, 0 at its end. */
export function scheduleAt(schedule: number | LinearSchedule, progressRemaining: number): number {
  if (typeof schedule === 'number') return schedule;
  return schedule.to + (schedule.from - schedule.to) * progressRemaining;
}

function readShortForm(text: string): LinearSchedule | undefined {
  if (!text.startsWith('lin_') || text === 'lin_') return undefined;
  const from = Number(text.slice('lin_'.length));
  return Number.isFinite(from) ? { kind: 'linear', from, to: 0 } : undefined;
}
