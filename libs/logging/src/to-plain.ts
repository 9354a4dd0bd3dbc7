import { isSecretName, REDACTED, redactText } from './redact.ts';

/** A value that JSON holds without loss. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };

/** An error as a line has it. */
export type PlainError = {
  readonly name: string;
  /** The error's own literal: `broker/unreachable`, `ECONNREFUSED`. */
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: PlainError;
  /** Of an AggregateError. */
  readonly errors?: readonly PlainError[];
};

/** Deeper than any useful field; a log line is no place for a whole model. */
const MAX_DEPTH = 8;

/** For a getter or a `toJSON` that throws: one field is worth less than its line. */
const UNREADABLE = '[unreadable]';

/** Makes any value fit for a line. Never throws: what cannot be read says so. */
export function toPlain(value: unknown): Plain | undefined {
  try {
    return plain(value, []);
  } catch {
    return UNREADABLE;
  }
}

/** All fields of a line but those that are undefined; secrets by name or shape are taken out. Never throws. */
export function toPlainFields(fields: object): Record<string, Plain> {
  const entries: [name: string, item: Plain][] = [];
  for (const [name, value] of Object.entries(fields)) {
    const item = hides(name, value) ? REDACTED : toPlain(value);
    if (item !== undefined) entries.push([redactText(name), item]);
  }
  return Object.fromEntries(entries);
}

/** Describes what was thrown, an error or not, down the chain of its causes. */
export function toPlainError(thrown: unknown): PlainError {
  try {
    return plainError(thrown, []);
  } catch {
    return { name: 'Error', message: UNREADABLE };
  }
}

function plain(value: unknown, around: readonly object[]): Plain | undefined {
  if (typeof value === 'object') return value === null ? null : plainObject(value, around);
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'boolean') return value;
  // JSON would make null of NaN and the infinities, and a diverged loss is what one looks for.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return redactText(String(value));
  return typeof value === 'function' ? redactText(`[function ${value.name}]`) : undefined;
}

function plainObject(value: object, around: readonly object[]): Plain | undefined {
  if (around.includes(value)) return '[circular]';
  if (around.length >= MAX_DEPTH) return '[too deep]';
  const within = [...around, value];
  if (isError(value)) return { ...plainError(value, around) };
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const json: unknown = Reflect.apply(value.toJSON, value, []);
    return plain(json, within);
  }
  if (value instanceof Map) return plain([...value], within);
  if (Array.isArray(value) || value instanceof Set) return plainList([...value], within);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redactText(name), hides(name, item) ? REDACTED : plain(item, within)]),
  );
}

/** In a list the name can stand before its value: `['--password', 'x']`, an entry of a Map, raw headers. */
function plainList(items: readonly unknown[], within: readonly object[]): Plain {
  return items.map((item, index) => {
    const before = items[index - 1];
    const isNamed = typeof before === 'string' && BARE_NAME.test(before) && hides(before, item);
    return isNamed ? REDACTED : (plain(item, within) ?? null);
  });
}

const BARE_NAME = /^[\w.-]{1,80}$/;

/** Yes, no and nothing are no secrets, and worth knowing: `token: null`. */
function hides(name: string, value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean' && isSecretName(name);
}

function plainError(thrown: unknown, around: readonly object[]): PlainError {
  if (!isError(thrown)) return { name: typeof thrown, message: describe(thrown, around) };
  if (around.includes(thrown)) return { name: thrown.name, message: '[circular]' };
  if (around.length >= MAX_DEPTH) return { name: thrown.name, message: '[too deep]' };
  const within = [...around, thrown];
  const { name, message, stack, cause } = thrown;
  return {
    name: redactText(name),
    ...('code' in thrown && typeof thrown.code === 'string' ? { code: redactText(thrown.code) } : {}),
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined || cause === null ? {} : { cause: plainError(cause, within) }),
    ...('errors' in thrown && Array.isArray(thrown.errors)
      ? { errors: thrown.errors.map((inner: unknown) => plainError(inner, within)) }
      : {}),
  };
}

function describe(thrown: unknown, around: readonly object[]): string {
  return typeof thrown === 'string' ? redactText(thrown) : (JSON.stringify(plain(thrown, around)) ?? String(thrown));
}

/** By shape: an error of another realm (a worker's context, a test's sandbox) is no `instanceof Error` here. */
function isError(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === 'object' &&
      value !== null &&
      'name' in value &&
      typeof value.name === 'string' &&
      'message' in value &&
      typeof value.message === 'string' &&
      'stack' in value)
  );
}
