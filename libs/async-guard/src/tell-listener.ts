import { toError } from './describe-error.ts';
import type { FailureReport } from './failure-report.ts';

/** Calls a listener of somebody else's: what it throws, or rejects with if it is asynchronous, goes to `onError`. */
export function tellListener(
  listener: (report: FailureReport) => unknown,
  report: FailureReport,
  onError: (error: Error) => void,
): void {
  try {
    const pending = listener(report);
    if (isThenable(pending)) pending.then(undefined, (thrown: unknown) => onError(toError(thrown)));
  } catch (thrown) {
    onError(toError(thrown));
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
