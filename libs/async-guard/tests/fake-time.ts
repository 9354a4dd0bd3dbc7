import { afterEach, beforeEach, jest } from '@jest/globals';
import { createErrorSink, type ErrorSink } from '../src/error-sink.ts';
import type { FailureReport } from '../src/failure-report.ts';

/** Fake timers around each test of a file, of which none may be left, and a sink whose reports can be read. */
export function useFakeTime(): { readonly reports: FailureReport[]; readonly sink: ErrorSink } {
  const reports: FailureReport[] = [];
  const sink = createErrorSink((report) => {
    reports.push(report);
  });
  beforeEach(() => {
    jest.useFakeTimers();
    reports.length = 0;
  });
  afterEach(() => {
    const leftTimers = jest.getTimerCount();
    jest.useRealTimers();
    if (leftTimers > 0) throw new Error(`${leftTimers} timers were left`);
  });
  return { reports, sink };
}
