import { describe, expect, it, jest } from '@jest/globals';
import { useFakeTime } from '../tests/fake-time.ts';
import { guard } from './guard.ts';
import type { Outcome } from './outcome.ts';

const { reports, sink } = useFakeTime();

const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const never = (): Promise<never> => new Promise(() => {});

function codeOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) return 'ok';
  return 'code' in outcome.error ? `${outcome.code} ${String(outcome.error.code)}` : outcome.code;
}

/** Fails `failures` times, and then gives how often it was called. */
function flaky(failures: number) {
  let calls = 0;
  return () => {
    calls += 1;
    return calls <= failures ? Promise.reject(new Error(`failure ${calls}`)) : Promise.resolve(calls);
  };
}

/** Ends when told. */
function gate() {
  const started: string[] = [];
  const open: (() => void)[] = [];
  const pass = (_signal: AbortSignal, name: string) => {
    started.push(name);
    return new Promise<string>((resolve) => {
      open.push(() => resolve(name));
    });
  };
  return { started, open, pass };
}

describe('retry', () => {
  it('calls again after a failure, and reports nothing of what went well in the end', async () => {
    const call = guard(flaky(2), { name: 'flaky', sink, retry: { attempts: 3, delayMs: 10 } });
    const outcome = call();
    await wait(1_000);

    expect(await outcome).toEqual({ ok: true, value: 3 });
    expect(reports).toEqual([]);
  });

  it('gives up after its attempts, and reports the last failure once', async () => {
    const call = guard(flaky(9), { name: 'flaky', sink, retry: { attempts: 3, delayMs: 10 } });
    const outcome = call();
    await wait(1_000);

    expect(await outcome).toMatchObject({ ok: false, code: 'failed', error: { message: 'failure 3' } });
    expect(reports).toHaveLength(1);
  });

  it('does not call again what will not help', async () => {
    const body = jest.fn(flaky(9));
    const call = guard(body, {
      name: 'flaky',
      sink,
      retry: { attempts: 3, when: ({ message }) => message !== 'failure 1' },
    });

    expect(await call()).toMatchObject({ code: 'failed', error: { message: 'failure 1' } });
    expect(body).toHaveBeenCalledTimes(1);
  });

  it('stays within the timeout, and ends its wait with it', async () => {
    const body = jest.fn(flaky(9));
    const call = guard(body, { name: 'flaky', sink, timeoutMs: 50, retry: { attempts: 9, delayMs: 5_000 } });
    const outcome = call();
    await wait(50);

    expect(codeOf(await outcome)).toBe('timeout async-guard/timeout');
    expect(reports.map(({ code }) => code)).toEqual(['timeout']);
    const called = body.mock.calls.length;
    await wait(60_000);
    expect(body).toHaveBeenCalledTimes(called);
  });

  it.each([1, 0, 1.5, Number.NaN])('refuses %d attempts', (attempts) => {
    expect(() => guard(never, { name: 'x', retry: { attempts } })).toThrow(
      expect.objectContaining({ code: 'async-guard/bad-policy' }),
    );
  });
});

describe('a circuit breaker', () => {
  const breaker = { failures: 2, reopenMs: 1_000 };

  it('stops calling what keeps failing, and tries again after a while', async () => {
    const body = jest.fn(flaky(2));
    const call = guard(body, { name: 'flaky', sink, breaker });

    expect([codeOf(await call()), codeOf(await call()), codeOf(await call())]).toEqual([
      'failed',
      'failed',
      'dropped async-guard/circuit-open',
    ]);
    expect(body).toHaveBeenCalledTimes(2);
    expect(reports).toHaveLength(2);
    await wait(1_000);
    expect(codeOf(await call())).toBe('ok');
    expect(codeOf(await call())).toBe('ok');
  });

  it('counts a call that never ends as a failure at its timeout', async () => {
    const call = guard(never, { name: 'hanging', sink, timeoutMs: 10, breaker });
    const outcomes = [call(), call()];
    await wait(10);

    expect((await Promise.all(outcomes)).map(codeOf)).toEqual([
      'timeout async-guard/timeout',
      'timeout async-guard/timeout',
    ]);
    expect(codeOf(await call())).toBe('dropped async-guard/circuit-open');
  });

  it('does not count a cancellation', async () => {
    const stop = new AbortController();
    const call = guard(never, { name: 'hanging', sink, signal: stop.signal, breaker: { failures: 1 } });
    const outcome = call();
    stop.abort();

    expect(codeOf(await outcome)).toBe('cancelled async-guard/cancelled');
    expect(reports).toEqual([]);
  });
});

describe('a line', () => {
  it('runs at most `concurrency` calls at once, in order', async () => {
    const { started, open, pass } = gate();
    const call = guard(pass, { name: 'line', sink, concurrency: 2 });
    const outcomes = [call('a'), call('b'), call('c'), call('d')];

    expect(started).toEqual(['a', 'b']);
    open[0]();
    await outcomes[0];
    await wait(0);
    expect(started).toEqual(['a', 'b', 'c']);
    open[1]();
    open[2]();
    await wait(0);
    open[3]();
    expect((await Promise.all(outcomes)).map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('drops what finds no free slot, without a report', async () => {
    const { open, pass } = gate();
    const call = guard(pass, { name: 'line', sink, mode: 'drop' });
    const first = call('a');

    expect(codeOf(await call('b'))).toBe('dropped async-guard/dropped');
    open[0]();
    expect(codeOf(await first)).toBe('ok');
    expect(reports).toEqual([]);
  });

  it('keeps the latest of those that wait', async () => {
    const { started, open, pass } = gate();
    const call = guard(pass, { name: 'line', sink, mode: 'latest' });
    const outcomes = [call('a'), call('b'), call('c')];
    open[0]();
    await wait(0);
    open[1]();

    expect((await Promise.all(outcomes)).map(codeOf)).toEqual(['ok', 'dropped async-guard/superseded', 'ok']);
    expect(started).toEqual(['a', 'c']);
  });

  it('never starts what was cancelled or timed out while it waited', async () => {
    const { started, open, pass } = gate();
    const call = guard(pass, { name: 'line', sink, timeoutMs: 20, mode: 'queue' });
    const outcomes = Promise.all([call('a'), call('b')]);
    await wait(20);
    open[0]();

    expect((await outcomes).map(codeOf)).toEqual(['timeout async-guard/timeout', 'timeout async-guard/timeout']);
    await wait(0);
    expect(started).toEqual(['a']);
  });

  it.each([0, -1, 1.5])('refuses a concurrency of %d', (concurrency) => {
    expect(() => guard(never, { name: 'x', concurrency })).toThrow(
      expect.objectContaining({ code: 'async-guard/bad-concurrency' }),
    );
  });
});
