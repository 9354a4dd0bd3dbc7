import { AimFloat, type AimValue, type DecodedDict, type DecodedValue } from '../codec/aim-value.ts';

/** What Aim keeps about each sequence beside its values, and this client must keep up. */
export interface SequenceTrace {
  /** The highest step so far; undefined before the first. */
  lastStep: number | bigint | undefined;
  min: number;
  max: number;
  /** Fields that changed and are not written yet. */
  readonly changed: Map<string, AimValue>;
}

export function newTrace(): SequenceTrace {
  return { lastStep: undefined, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, changed: new Map() };
}

/** The traces of a run that is gone on with, by `traceKey`. */
export function tracesOf(collected: DecodedValue): Map<string, SequenceTrace> {
  const traces = new Map<string, SequenceTrace>();
  for (const [context, names] of dictOf(collected)) {
    for (const [name, trace] of dictOf(names))
      traces.set(traceKey(BigInt(context), String(name)), traceOf(dictOf(trace)));
  }
  return traces;
}

export function traceKey(context: bigint, name: string): string {
  return `${context} ${name}`;
}

function traceOf(fields: DecodedDict): SequenceTrace {
  const { min, max, changed } = newTrace();
  return {
    lastStep: stepOr(fields.get('last_step')),
    min: numberOr(fields.get('min'), min),
    max: numberOr(fields.get('max'), max),
    changed,
  };
}

/** What is no dict has no entries. */
export function dictOf(value: DecodedValue): DecodedDict {
  return value instanceof Map ? value : new Map();
}

function stepOr(value: DecodedValue | undefined): number | bigint | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

function numberOr<T>(value: DecodedValue | undefined, other: T): number | T {
  return typeof value === 'number' ? value : other;
}

/**
 * Takes values into the trace, in their order; as Aim's SDK does, `last` is that of the highest step, and NaN is neither
 * minimum nor maximum. Gives the fields that have changed since it gave them the last time, where they `areWanted`.
 */
export function advanceTrace(
  trace: SequenceTrace,
  points: readonly { step: number | bigint; value: number }[],
  areWanted = true,
): [string, AimValue][] {
  const { changed } = trace;
  for (const { step, value } of points) {
    if (trace.lastStep === undefined || step > trace.lastStep) {
      trace.lastStep = step;
      changed.set('last', new AimFloat(value)).set('last_step', step);
    }
    if (value > trace.max) changed.set('max', new AimFloat((trace.max = value)));
    if (value < trace.min) changed.set('min', new AimFloat((trace.min = value)));
  }
  if (!areWanted) return [];
  const fields = [...changed];
  changed.clear();
  return fields;
}
