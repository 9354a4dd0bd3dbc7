import { CartwheelError } from './cartwheel-error.ts';

/** One error of a chain, as plain data. */
export interface ErrorSummary {
  /** The error's own `code` if it has a literal one (`broker/unknown-run`, `ECONNREFUSED`), else its name. */
  readonly code: string;
  readonly message: string;
}

/** An error as plain data, for a state document, a log line or a table. */
export interface ErrorDescription extends ErrorSummary {
  /** What lies underneath, nearest first; at most 10. */
  readonly causes: readonly ErrorSummary[];
}

/** Deep enough for any real chain, and an end for one that was built in a loop. */
const MAX_CAUSES = 10;

/** Describes whatever was thrown, with the chain of its causes. Never throws. */
export function describeError(thrown: unknown): ErrorDescription {
  const error = toError(thrown);
  return { ...summarize(error), causes: causesOf(error).map(summarize) };
}

/**
 * True for errors of any realm: an error of another window, worker context or test sandbox is no `instanceof Error`
 * here.
 */
export function isError(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === 'object' &&
      value !== null &&
      'name' in value &&
      typeof value.name === 'string' &&
      'message' in value &&
      typeof value.message === 'string')
  );
}

/** An error stays what it is; any other thrown value becomes the `cause` of `async-guard/not-an-error`. */
export function toError(thrown: unknown): Error {
  if (isError(thrown)) return thrown;
  const shown = typeof thrown === 'string' ? JSON.stringify(thrown) : typeof thrown;
  return new CartwheelError(
    'async-guard/not-an-error',
    `expected an Error to be thrown, got ${shown}; throw an Error`,
    {
      cause: thrown,
    },
  );
}

function causesOf(error: Error): Error[] {
  const chain = new Set<Error>([error]);
  let cause = error.cause;
  while (cause !== undefined && cause !== null && chain.size <= MAX_CAUSES) {
    const next = toError(cause);
    if (chain.has(next)) break;
    chain.add(next);
    // A thrown non-error was wrapped just now: it is the end of the chain, not a cause of its own.
    cause = next === cause ? next.cause : undefined;
  }
  return [...chain].slice(1);
}

function summarize(error: Error): ErrorSummary {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code, message: error.message || innerMessages(error) || error.name };
}

/** Node's AggregateError of a refused connection has an empty message; what happened is in its `errors`. */
function innerMessages(error: Error): string {
  if (!('errors' in error) || !Array.isArray(error.errors)) return '';
  return error.errors.map((inner: unknown) => toError(inner).message).join('; ');
}
