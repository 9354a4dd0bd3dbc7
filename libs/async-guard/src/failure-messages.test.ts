import { describe, expect, it, jest } from '@jest/globals';
import { useFakeTime } from '../tests/fake-time.ts';
import { CartwheelError } from './cartwheel-error.ts';
import { createErrorSink } from './error-sink.ts';
import { guard, type GuardOptions } from './guard.ts';
import type { Outcome } from './outcome.ts';
import { createScope } from './scope.ts';
import { createShutdown } from './shutdown.ts';

const { reports, sink } = useFakeTime();

const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const deaf = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
const fail = () => Promise.reject(new Error('no'));

function told(outcome: Outcome<unknown>): [code: unknown, message: string] | undefined {
  return outcome.ok ? undefined : [Reflect.get(outcome.error, 'code'), outcome.error.message];
}

function refusalOf(options: Partial<GuardOptions>): unknown {
  try {
    guard(fail, { name: 'x', ...options });
  } catch (error) {
    return error instanceof CartwheelError ? [error.code, error.message] : error;
  }
  return undefined;
}

it('an error of ours has the name of its class', () => {
  class LeaseError extends CartwheelError<'lease/lost'> {}
  expect(new LeaseError('lease/lost', 'gone').name).toBe('LeaseError');
});

describe('what is refused at once', () => {
  it.each<[Partial<GuardOptions>, string, string]>([
    [
      { timeoutMs: 0 },
      'async-guard/bad-timeout',
      'expected timeoutMs to be more than 0 and at most 2147483647 ms, got 0; leave it out for no limit',
    ],
    [
      { concurrency: 0 },
      'async-guard/bad-concurrency',
      'expected concurrency of "x" to be a positive integer, got 0; leave it out for 1 at a time',
    ],
    [
      { retry: { attempts: 1 } },
      'async-guard/bad-policy',
      'expected retry.attempts of "x" to be an integer of at least 2, got 1; leave the option out to do without',
    ],
    [
      { breaker: { failures: 0 } },
      'async-guard/bad-policy',
      'expected breaker.failures of "x" to be an integer of at least 1, got 0; leave the option out to do without',
    ],
    [
      { breaker: { failures: 1, reopenMs: 0 } },
      'async-guard/bad-policy',
      'expected breaker.reopenMs of "x" to be an integer of at least 1, got 0; leave the option out to do without',
    ],
  ])('%j says what was expected, what came and what to do', (options, code, message) => {
    expect(refusalOf(options)).toEqual([code, message]);
  });

  it.each<Partial<GuardOptions>>([
    { timeoutMs: 2 ** 31 - 1 },
    { concurrency: 1 },
    { retry: { attempts: 2 } },
    { breaker: { failures: 1, reopenMs: 1 } },
  ])('is not the least that makes sense, %j', (options) => {
    expect(refusalOf(options)).toBeUndefined();
  });

  it('is a budget that no timer can hold', () => {
    expect(() => createScope({ name: 'app', closeBudgetMs: 0 })).toThrow('expected closeBudgetMs to be more than 0');
    expect(() => createShutdown({ budgetsMs: { flush: -1 } })).toThrow('expected budgetsMs["flush"] to be more than 0');
    const scope = createScope({ name: 'app' });
    expect(() => scope.close({ budgetMs: Number.NaN })).toThrow('expected budgetMs to be more than 0');
    expect(() => scope.spawn('job', fail, { timeoutMs: Infinity })).toThrow('expected timeoutMs to be more than 0');
  });

  it('is a step that comes after the shutdown began', async () => {
    const shutdown = createShutdown();
    await shutdown.run('test');
    expect(() => shutdown.add('close', 'store', () => {})).toThrow(
      'expected "store" to be added before the shutdown began; add it when what it closes is opened',
    );
  });
});

describe('a call that was given up', () => {
  it('after its timeout says so, and what to do', async () => {
    const outcome = guard(() => deaf(80), { name: 'slow', timeoutMs: 50, sink })();
    await wait(80);
    expect(told(await outcome)).toEqual([
      'async-guard/timeout',
      '"slow" took longer than 50 ms and was given up; raise timeoutMs or make it faster',
    ]);
    expect(reports.map(({ error }) => error.message)).toContain(
      '"slow" gave a result 30 ms after its timeout; the result was dropped',
    );
    expect(reports.at(-1)?.error).toMatchObject({ code: 'async-guard/late-result' });
  });

  it('by a signal tells the reason, where it is an error', async () => {
    const stop = new AbortController();
    const call = guard(() => deaf(10), { name: 'job', sink, signal: stop.signal });
    const outcome = call();
    stop.abort(new Error('Ctrl-C'));
    await wait(10);
    expect(told(await outcome)).toEqual(['async-guard/cancelled', '"job" was cancelled: Ctrl-C']);
    expect(told(await call())).toEqual(['async-guard/cancelled', '"job" was not started: Ctrl-C']);

    const other = new AbortController();
    const silent = guard(() => deaf(10), { name: 'job', sink, signal: other.signal });
    const cancelled = silent();
    other.abort('enough');
    await wait(10);
    expect(told(await cancelled)).toEqual(['async-guard/cancelled', '"job" was cancelled']);
    expect(told(await silent())).toEqual(['async-guard/cancelled', '"job" was not started']);
  });

  it('and left running by its scope says for how long it ignored its signal', async () => {
    const scope = createScope({ name: 'app', sink }).child({ name: 'inner' });
    void scope.spawn('deaf', () => deaf(500));
    const closing = scope.close({ budgetMs: 20 });
    await wait(20);
    await closing;
    expect(reports[0]?.error).toMatchObject({
      code: 'async-guard/left-running',
      message: '"deaf" ignored its signal for 20 ms and was left running; end it when its signal aborts',
    });
    expect(scope.signal.reason).toMatchObject({
      code: 'async-guard/scope-closed',
      message: 'the scope "app > inner" closed',
    });
    await wait(480);
  });
});

describe('a call that was not made', () => {
  it('for want of a slot says so', async () => {
    const drop = guard(() => deaf(10), { name: 'line', sink, mode: 'drop' });
    const latest = guard(() => deaf(10), { name: 'line', sink, mode: 'latest' });
    void drop();
    void latest();
    const superseded = latest();
    expect(told(await drop())).toEqual([
      'async-guard/dropped',
      '"line" was not called: no slot was free; call it again when it matters',
    ]);
    void latest();
    expect(told(await superseded)).toEqual([
      'async-guard/superseded',
      '"line" was not called: a newer call took its place; call it again when it matters',
    ]);
    await wait(30);
  });

  it('since the circuit is open says how it came to that, and when it is tried again', async () => {
    const call = guard(fail, { name: 'redis', sink, breaker: { failures: 2 } });
    await call();
    await call();
    const outcome = await call();
    expect(told(outcome)).toEqual([
      'async-guard/circuit-open',
      '"redis" was not called: it failed 2 times in a row; it is tried again after 10000 ms',
    ]);
    expect(outcome).toMatchObject({ error: { cause: expect.any(Error) } });
    await wait(9_999);
    expect(await call()).toMatchObject({ code: 'dropped' });
    await wait(1);
    expect(await call()).toMatchObject({ code: 'failed' });
  });
});

describe('the waits between attempts', () => {
  it('are some 100 ms at first and at most 10 s, unless told otherwise', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const body = jest.fn(fail);
    const outcome = guard(body, { name: 'x', sink, retry: { attempts: 30 } })();
    await wait(0);
    expect(body).toHaveBeenCalledTimes(1);
    await wait(1_000);
    expect(body.mock.calls.length).toBeGreaterThan(1);
    await wait(30 * 10_000);
    expect(await outcome).toMatchObject({ code: 'failed' });
    expect(body).toHaveBeenCalledTimes(30);
  });
});

it('a shutdown tells its sink what failed by phase and step, with the run', async () => {
  const heard: unknown[] = [];
  const listener = createErrorSink(({ name, runId }) => void heard.push([name, runId]));
  const shutdown = createShutdown({ sink: listener, runId: 'r1' });
  shutdown.add('flush', 'store', fail);
  expect(await shutdown.run('test')).toEqual([{ phase: 'flush', name: 'store', outcome: 'failed' }]);
  expect(heard).toEqual([['flush: store', 'r1']]);
});

it.each([
  ['stop-intake', 1_000],
  ['drain', 5_000],
  ['flush', 10_000],
  ['close', 5_000],
  ['logs', 2_000],
] as const)('a step of %s has %d ms unless told otherwise', async (phase, budgetMs) => {
  const shutdown = createShutdown({ sink });
  shutdown.add(phase, 'stuck', () => new Promise(() => {}));
  const heard = jest.fn<(steps: unknown) => void>();
  void shutdown.run('test').then((steps) => heard(steps));
  await wait(budgetMs - 1);
  expect(heard).not.toHaveBeenCalled();
  await wait(1);
  expect(heard).toHaveBeenCalledWith([{ phase, name: 'stuck', outcome: 'timeout' }]);
});

it('a scope waits 5 s for what ignores its signal, unless told otherwise', async () => {
  const scope = createScope({ name: 'app', sink });
  void scope.spawn('deaf', () => deaf(6_000));
  const closed = jest.fn<() => void>();
  void scope.close().then(closed);
  await wait(4_999);
  expect(closed).not.toHaveBeenCalled();
  await wait(1);
  expect(closed).toHaveBeenCalledTimes(1);
  await wait(1_000);
});
