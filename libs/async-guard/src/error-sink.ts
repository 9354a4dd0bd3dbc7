import type { FailureReport } from './failure-report.ts';
import { tellListener } from './tell-listener.ts';
import { warnOfFailure } from './warn-of-failure.ts';

/** Where every failure of background work ends up. Make one with `createErrorSink`. */
export interface ErrorSink {
  report(report: FailureReport): void;
}

/**
 * Makes a sink that hands each failure to `listener` exactly once: an error that passes on through outer guards is the
 * same failure and is not told again.
 *
 * A listener that throws, or rejects, stops nothing: its error and the report become warnings of the host.
 */
export function createErrorSink(listener: (report: FailureReport) => void | PromiseLike<void>): ErrorSink {
  const firstReporters = new WeakMap<Error, string>();
  return {
    report(report) {
      const reporter = [...report.scopes, report.name].join('\n');
      const first = firstReporters.get(report.error);
      // The same error object under the same name is a new failure: some clients keep one error and throw it each time.
      if (first !== undefined && first !== reporter) return;
      firstReporters.set(report.error, reporter);
      tellListener(listener, report, (error) => warnOfSink(report, error));
    },
  };
}

let processSink = createErrorSink((report) => warnOfFailure(report));

/**
 * Sets the sink for all that no scope gives one. Until then failures become warnings of the host: on standard error in
 * Node, an `error` event of the window in a browser.
 *
 * @returns A function that brings the sink before back, unless another was set since.
 */
export function setErrorSink(sink: ErrorSink): () => void {
  const before = processSink;
  processSink = sink;
  return () => {
    if (processSink === sink) processSink = before;
  };
}

/** Hands a report over, whatever the sink does with it. Without a sink, to the process-wide one. */
export function deliver(report: FailureReport, sink: ErrorSink = processSink): void {
  tellListener(
    (it) => sink.report(it),
    report,
    (error) => warnOfSink(report, error),
  );
}

function warnOfSink(report: FailureReport, error: Error): void {
  warnOfFailure(report);
  warnOfFailure({ ...report, code: 'failed', name: `error sink of ${report.name}`, error });
}
