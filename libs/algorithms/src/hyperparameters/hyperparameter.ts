import { readSchedule, valuesOf, type Schedule, type ScheduleValue } from './schedule.ts';

export type { ScheduleValue } from './schedule.ts';

/** What the value of a hyperparameter can be: JSON. */
export type HyperparameterValue = boolean | string | null | number[] | ScheduleValue;

/** What a hyperparameter may be: enough to validate it, to list it and to offer it in a form. */
export interface Hyperparameter<T> {
  readonly kind: 'number' | 'integer' | 'boolean' | 'schedule' | 'sizes' | 'choice';
  readonly default: T;
  /** Whether it may change while training goes on. */
  readonly live: boolean;
  /** What is allowed, in words: `a number in (0, 1]`. */
  readonly expected: string;
  /** The same for whoever can only write the value down. Default: `expected`. */
  readonly expectedInText?: string;
  /** The value, short forms spelt out; `undefined` when it is not allowed. */
  read(value: unknown): T | undefined;
}

/** The hyperparameters of an algorithm by name. */
export type HyperparameterTable<T> = { readonly [Name in keyof T]: Hyperparameter<T[Name]> };

/** What a user may give for the hyperparameters `T`: any of them, schedules also by name or as a function. */
export type HyperparameterInput<T> = {
  [Name in keyof T]?: (Extract<T[Name], { kind: 'linear' }> extends never ? never : Schedule) | T[Name] | undefined;
};

export interface Range {
  min?: number;
  /** A bound that itself is not allowed. */
  above?: number;
  max?: number;
}

interface NumberOptions extends Range {
  default: number;
  live?: boolean;
}

export function real(options: NumberOptions): Hyperparameter<number> {
  return {
    kind: 'number',
    default: options.default,
    live: options.live ?? false,
    expected: `a number ${describeRange(options)}`,
    read: (value) => (typeof value === 'number' && isWithin(value, options) ? value : undefined),
  };
}

export function integer(options: NumberOptions): Hyperparameter<number> {
  return {
    kind: 'integer',
    default: options.default,
    live: options.live ?? false,
    expected: `a whole number ${describeRange(options)}`,
    read: (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && isWithin(value, options) ? value : undefined,
  };
}

export function flag(options: { default: boolean; live?: boolean }): Hyperparameter<boolean> {
  return {
    kind: 'boolean',
    default: options.default,
    live: options.live ?? false,
    expected: 'true or false',
    read: (value) => (typeof value === 'boolean' ? value : undefined),
  };
}

export function schedule(options: NumberOptions): Hyperparameter<ScheduleValue> {
  return {
    kind: 'schedule',
    default: options.default,
    live: options.live ?? false,
    expected:
      `a number ${describeRange(options)}, a linear schedule: 'lin_0.001' or { kind: 'linear', from, to }, ` +
      'or a function of the share of training that remains',
    expectedInText:
      `a number ${describeRange(options)}, or a linear schedule: ` +
      'lin_0.001 or {"kind": "linear", "from": 0.001, "to": 0}',
    read: (value) => {
      const read = readSchedule(value);
      const range = typeof read === 'number' ? options : closed(options);
      return read !== undefined && valuesOf(read).every((number) => isWithin(number, range)) ? read : undefined;
    },
  };
}

/** The sizes of hidden layers; none for a linear network. */
export function sizes(options: { default: number[] }): Hyperparameter<number[]> {
  return {
    kind: 'sizes',
    default: options.default,
    live: false,
    expected: 'a list of layer sizes, whole numbers of at least 1, such as [64, 64]',
    read: (value) => (isSizes(value) ? [...value] : undefined),
  };
}

export function choice<const T extends string>(options: { default: T; of: readonly T[] }): Hyperparameter<T> {
  return {
    kind: 'choice',
    default: options.default,
    live: false,
    expected: `one of ${options.of.join(', ')}`,
    read: (value) => options.of.find((option) => option === value),
  };
}

/** The same, or `null`, which is the default and turns it off. */
export function optional<T>(hyperparameter: Hyperparameter<T>): Hyperparameter<T | null> {
  return {
    ...hyperparameter,
    default: null,
    ...orElse(hyperparameter, 'null for none'),
    read: (value) => (value === null ? null : hyperparameter.read(value)),
  };
}

/** The same, or `auto`, which is the default: the learner finds it. */
export function orAuto<T>(hyperparameter: Hyperparameter<T>): Hyperparameter<T | 'auto'> {
  return {
    ...hyperparameter,
    default: 'auto',
    ...orElse(hyperparameter, "'auto'"),
    read: (value) => (value === 'auto' ? value : hyperparameter.read(value)),
  };
}

type InWords = Pick<Hyperparameter<unknown>, 'expected' | 'expectedInText'>;

function orElse({ expected, expectedInText }: InWords, other: string): InWords {
  const inText = expectedInText === undefined ? {} : { expectedInText: `${expectedInText}, or ${other}` };
  return { expected: `${expected}, or ${other}`, ...inText };
}

/** A schedule may end at a bound that a constant must not have: `lin_x` reaches 0 with the last step. */
function closed({ above, ...range }: Range): Range {
  return above === undefined ? range : { ...range, min: above };
}

function isWithin(value: number, { min, above, max }: Range): boolean {
  if (!Number.isFinite(value)) return false;
  if (min !== undefined && value < min) return false;
  if (above !== undefined && value <= above) return false;
  return max === undefined || value <= max;
}

function describeRange({ min, above, max }: Range): string {
  if (max === undefined && above === undefined) return min === undefined ? 'of any size' : `of at least ${min}`;
  if (max === undefined) return `greater than ${above}`;
  return `in ${above === undefined ? `[${min}` : `(${above}`}, ${max}]`;
}

function isSizes(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.every((size) => typeof size === 'number' && Number.isSafeInteger(size) && size >= 1)
  );
}
