import { expect, it, jest } from '@jest/globals';
import type { FailureReport } from './failure-report.ts';
import { warnOfFailure } from './warn-of-failure.ts';

const report: FailureReport = {
  code: 'failed',
  name: 'publish',
  scopes: ['session', 'redis'],
  runId: 'r1',
  error: new Error('no answer'),
  elapsedMs: 3,
  ageMs: undefined,
  stalledMs: undefined,
};

it('warns in Node with the whole chain, the run and the stack', () => {
  const emitWarning = jest.fn();
  warnOfFailure(report, { process: { emitWarning } });
  expect(emitWarning).toHaveBeenCalledWith('session > redis > publish failed (run r1): no answer', {
    type: 'CartwheelFailure',
    detail: report.error.stack,
  });
});

it('leaves out the run and the stack where there are none', () => {
  const emitWarning = jest.fn();
  const error = new Error('no answer');
  delete error.stack;
  warnOfFailure({ ...report, scopes: [], runId: undefined, error }, { process: { emitWarning } });
  expect(emitWarning.mock.calls).toStrictEqual([['publish failed: no answer', { type: 'CartwheelFailure' }]]);
});

it('prefers the window where a process warns of nothing', () => {
  const reportError = jest.fn();
  warnOfFailure(report, { process: {}, reportError });
  expect(reportError).toHaveBeenCalledTimes(1);
});

it('reports to the window in a browser, and gives up quietly where there is nobody to tell', () => {
  const reportError = jest.fn();
  warnOfFailure(report, { reportError });
  expect(reportError).toHaveBeenCalledWith(report.error);
  expect(() => warnOfFailure(report, {})).not.toThrow();
});
