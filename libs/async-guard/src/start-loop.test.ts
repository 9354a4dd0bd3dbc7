import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createErrorSink } from './error-sink.ts';
import type { FailureReport } from './failure-report.ts';
import { createScope, type Scope } from './scope.ts';
import { startLoop, type NextStep, type StepContext } from './start-loop.ts';

describe('a loop in the background', () => {
  let reports: FailureReport[];
  let scope: Scope;

  beforeEach(() => {
    jest.useFakeTimers();
    reports = [];
    scope = createScope({ name: 'test', sink: createErrorSink((report) => void reports.push(report)) });
  });
  afterEach(async () => {
    jest.useRealTimers();
    await scope.close();
  });

  /** Notes at what time each step began, and whether it was told of the end; does as `next` says. */
  function start(
    next: (context: StepContext, count: number) => NextStep | Promise<NextStep>,
    onEnd?: () => Promise<void>,
  ) {
    const steps: [atMs: number, isFinishing: boolean][] = [];
    const startedAt = performance.now();
    const loop = startLoop({
      name: 'loop',
      scope,
      async step(context) {
        steps.push([performance.now() - startedAt, context.isFinishing]);
        return next(context, steps.length);
      },
      ...(onEnd === undefined ? {} : { onEnd }),
    });
    return { loop, steps };
  }
  const untilFinishing = ({ isFinishing }: StepContext): NextStep => (isFinishing ? 'end' : { afterMs: 100 });

  it('goes on at once while there is more, and pauses where there is not', async () => {
    const { steps } = start((_, count) => (count < 3 ? 'at once' : { afterMs: 100 }));
    await jest.advanceTimersByTimeAsync(250);
    expect(steps.map(([atMs]) => atMs)).toEqual([0, 0, 0, 100, 200]);
  });

  it('ends its pause when it is to finish, and tells the last step', async () => {
    const { loop, steps } = start(untilFinishing);
    await jest.advanceTimersByTimeAsync(30);
    await loop.finish({ budgetMs: 1000 });
    expect(steps).toEqual([
      [0, false],
      [30, true],
    ]);
    expect(jest.getTimerCount()).toBe(0);
    expect(scope.dump().tasks).toEqual([]);
  });

  it('does not pause behind a step during which it was told to finish', async () => {
    const { loop, steps } = start(async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return untilFinishing(context);
    });
    const finished = loop.finish({ budgetMs: 1000 });
    await jest.advanceTimersByTimeAsync(20);
    await finished;
    expect(steps).toEqual([
      [0, false],
      [10, true],
    ]);
  });

  it('aborts what is left after the budget', async () => {
    const { loop, steps } = start(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { afterMs: 100 };
    });
    const finished = loop.finish({ budgetMs: 50 });
    await jest.advanceTimersByTimeAsync(50);
    await finished;
    expect(steps).toEqual([[0, false]]);
    expect(scope.dump().tasks).toEqual([]);
  });

  it('ends with its scope, in the middle of a pause, and does what comes last', async () => {
    const onEnd = jest.fn<() => Promise<void>>().mockResolvedValue(undefined);
    const { steps } = start(untilFinishing, onEnd);
    await jest.advanceTimersByTimeAsync(0);
    await scope.close();
    expect(steps).toHaveLength(1);
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
    expect(reports).toEqual([]);
  });

  it('ends at a step that fails, which the scope is told of, and does what comes last', async () => {
    const onEnd = jest.fn<() => Promise<void>>().mockResolvedValue(undefined);
    const { loop, steps } = start(() => Promise.reject(new Error('no')), onEnd);
    await loop.finish({ budgetMs: 1000 });
    expect(steps).toHaveLength(1);
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(reports).toMatchObject([{ name: 'loop', code: 'failed', error: { message: 'no' } }]);
  });

  it('composes no signal, which Node would keep with all that the loop reaches', async () => {
    const composed = jest.spyOn(AbortSignal, 'any');
    const { loop } = start(untilFinishing);
    await loop.finish({ budgetMs: 1000 });
    expect(composed).not.toHaveBeenCalled();
  });
});
