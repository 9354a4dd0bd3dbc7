import { describe, expect, it, jest } from '@jest/globals';
import { useFakeTime } from '../tests/fake-time.ts';
import { createErrorSink, setErrorSink } from './error-sink.ts';
import { guard } from './guard.ts';
import { createScope } from './scope.ts';

const { reports, sink } = useFakeTime();

/** Ends `ms` after its start whatever its signal says. */
function deaf<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(value), ms);
  });
}

/** The clock goes on by what the loop is held for, and no timer comes meanwhile. */
function holdableClock(): { hold(ms: number): void } {
  const now = performance.now.bind(performance);
  let heldMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now() + heldMs);
  return { hold: (ms) => void (heldMs += ms) };
}

/** Rejects with the signal's reason when it aborts. */
function obedient(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

const fail = () => Promise.reject(new Error('no'));

/** Ends with an error, 80 ms after its start. */
const endLate = async (signal: AbortSignal, how: string) => {
  await deaf(80, null);
  if (how === 'reason') signal.throwIfAborted();
  if (how === 'AbortError') throw new DOMException('stopped', 'AbortError');
  if (how === 'wrapped') throw new Error('read failed', { cause: signal.reason });
  throw new Error('disk full');
};

const failToCleanUp = async (signal: AbortSignal) => {
  await obedient(signal).catch(() => {
    throw new Error('disk full');
  });
};

describe('a guarded function', () => {
  it('gives the value, and passes the arguments behind the signal', async () => {
    const add = guard((signal, a: number, b: number) => deaf(5, [signal.aborted, a + b] as const), {
      name: 'add',
      sink,
    });
    const outcome = add(1, 2);
    await jest.advanceTimersByTimeAsync(5);
    expect(await outcome).toEqual({ ok: true, value: [false, 3] });
    expect(reports).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('no');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('no'))],
    [
      'gives a value that throws when it is looked at',
      () =>
        new Proxy(
          {},
          {
            get() {
              throw new TypeError('no');
            },
          },
        ),
    ],
  ])('gives a failure and one report when it %s', async (_how, fn: () => unknown) => {
    const outcome = await guard(fn, { name: 'broken', sink, runId: 'r1' })();
    expect(outcome).toEqual({ ok: false, code: 'failed', error: new TypeError('no') });
    expect(reports).toEqual([
      {
        code: 'failed',
        name: 'broken',
        scopes: [],
        runId: 'r1',
        error: new TypeError('no'),
        elapsedMs: 0,
        ageMs: undefined,
      },
    ]);
  });

  it('wraps what is thrown and is no error', async () => {
    const outcome = await guard(() => Promise.reject('just text'), { name: 'stringly', sink })();
    expect(outcome).toMatchObject({
      code: 'failed',
      error: { code: 'async-guard/not-an-error', message: expect.stringContaining('"just text"'), cause: 'just text' },
    });
  });

  it('tells onError, and a throwing or rejecting onError is itself reported', async () => {
    const seen: string[] = [];
    await guard(fail, {
      name: 'a',
      sink,
      onError: ({ name }) => {
        seen.push(name);
        throw new Error('worse');
      },
    })();
    await guard(fail, {
      name: 'b',
      sink,
      onError: async () => {
        throw new Error('later');
      },
    })();
    await jest.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(['a']);
    expect(reports.map(({ name, error }) => `${name}: ${error.message}`).toSorted()).toEqual([
      'a: no',
      'b: no',
      'onError of a: worse',
      'onError of b: later',
    ]);
  });

  it('refuses a timeout that a timer would turn into none at all', () => {
    for (const timeoutMs of [0, -1, Number.NaN, Infinity, 2 ** 31]) {
      expect(() => guard(() => 1, { name: 'x', timeoutMs })).toThrow(
        expect.objectContaining({
          code: 'async-guard/bad-timeout',
          message: expect.stringContaining(String(timeoutMs)),
        }),
      );
    }
  });
});

describe('a timeout', () => {
  it('of some seconds comes when they are over, and not at the next whole one', async () => {
    const outcome = guard(() => deaf(5000, 'late'), { name: 'slow', timeoutMs: 2500, sink })();
    await jest.advanceTimersByTimeAsync(2500);
    expect(await outcome).toMatchObject({ ok: false, code: 'timeout' });
    expect(reports).toEqual([expect.objectContaining({ elapsedMs: 2500, stalledMs: undefined })]);
    await jest.advanceTimersByTimeAsync(2500);
  });

  it('does not count the time for which the event loop was held, and tells it', async () => {
    const clock = holdableClock();
    const outcome = guard(() => deaf(5000, 'late'), { name: 'slow', timeoutMs: 2500, sink })();
    clock.hold(500);
    await jest.advanceTimersByTimeAsync(2499);
    expect(reports).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({ ok: false, code: 'timeout' });
    expect(reports).toEqual([expect.objectContaining({ code: 'timeout', elapsedMs: 3000, stalledMs: 500 })]);
    expect(reports[0]?.error.message).toMatch(/longer than 2500 ms.*stalled for 500 ms: find what holds the thread/);
    await jest.advanceTimersByTimeAsync(2500);
    expect(reports[1]).toMatchObject({ code: 'abandoned', ageMs: 2500, stalledMs: undefined });
  });

  it('counts what any loop is held for', async () => {
    const clock = holdableClock();
    const outcome = guard(() => deaf(5000, 'late'), { name: 'slow', timeoutMs: 2500, sink })();
    clock.hold(20);
    await jest.advanceTimersByTimeAsync(2480);
    expect(await outcome).toMatchObject({ ok: false, code: 'timeout' });
    expect(reports).toEqual([expect.objectContaining({ elapsedMs: 2500, stalledMs: undefined })]);
    expect(reports[0]?.error.message).toContain('raise timeoutMs or make it faster');
    await jest.advanceTimersByTimeAsync(2520);
  });

  it('gives the function up, aborts its signal and is reported once', async () => {
    let signal: AbortSignal | undefined;
    const outcome = guard(
      (own) => {
        signal = own;
        return obedient(own);
      },
      { name: 'slow', timeoutMs: 50, sink },
    )();
    await jest.advanceTimersByTimeAsync(49);
    expect(signal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({ ok: false, code: 'timeout', error: { code: 'async-guard/timeout' } });
    expect(await outcome).toHaveProperty('error', signal?.reason);
    expect(reports).toEqual([
      expect.objectContaining({ code: 'timeout', name: 'slow', elapsedMs: 50, error: signal?.reason }),
    ]);
  });

  it('reports a result that comes later as abandoned, with its age', async () => {
    const outcome = guard(() => deaf(80, 'late'), { name: 'slow', timeoutMs: 50, sink })();
    await jest.advanceTimersByTimeAsync(50);
    expect(await outcome).toMatchObject({ code: 'timeout' });
    await jest.advanceTimersByTimeAsync(30);
    expect(reports.map(({ code, ageMs, elapsedMs }) => [code, ageMs, elapsedMs])).toEqual([
      ['timeout', undefined, 50],
      ['abandoned', 30, 80],
    ]);
    expect(reports[1]?.error.message).toContain('30 ms after its timeout');
  });

  it('reports an error that comes later as abandoned, but not the echo of its own abort', async () => {
    const guarded = guard(endLate, { name: 'late', timeoutMs: 50, sink });
    for (const how of ['reason', 'AbortError', 'wrapped', 'own']) void guarded(how);
    await jest.advanceTimersByTimeAsync(80);
    const abandoned = reports.filter(({ code }) => code === 'abandoned');
    expect(abandoned.map(({ error, ageMs }) => [error.message, ageMs])).toEqual([['disk full', 30]]);
  });

  it('does not fire after the function ended', async () => {
    expect(await guard(() => 'quick', { name: 'quick', timeoutMs: 50, sink })()).toEqual({ ok: true, value: 'quick' });
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a cancellation', () => {
  it('before the start keeps the function from starting', async () => {
    const fn = jest.fn(() => 1);
    const outcome = await guard(fn, {
      name: 'never',
      signal: AbortSignal.abort(new Error('shutdown')),
      sink,
      timeoutMs: 9,
    })();
    expect(outcome).toMatchObject({ ok: false, code: 'cancelled', error: { code: 'async-guard/cancelled' } });
    expect(outcome).toMatchObject({ error: { cause: new Error('shutdown') } });
    expect(fn).not.toHaveBeenCalled();
    expect(reports).toEqual([]);
  });

  it('settles at once, though the function ignores it, and is no failure', async () => {
    const controller = new AbortController();
    const outcome = guard(() => deaf(1000, 1), { name: 'deaf', signal: controller.signal, timeoutMs: 2000, sink })();
    controller.abort(new Error('shutdown'));
    expect(await outcome).toMatchObject({ ok: false, code: 'cancelled', error: { cause: new Error('shutdown') } });
    await jest.advanceTimersByTimeAsync(1000);
    expect(reports).toEqual([]);
  });

  it('that races with the start wins over the value of the same turn', async () => {
    const controller = new AbortController();
    const outcome = guard(
      () => {
        controller.abort();
        return 'done';
      },
      { name: 'racing', signal: controller.signal, sink },
    )();
    expect(await outcome).toMatchObject({ ok: false, code: 'cancelled' });
  });

  it('does not hide an error in the cleaning up', async () => {
    const controller = new AbortController();
    const outcome = guard(failToCleanUp, { name: 'writer', signal: controller.signal, sink })();
    controller.abort();
    expect(await outcome).toMatchObject({ code: 'cancelled' });
    await jest.advanceTimersByTimeAsync(0);
    expect(reports).toEqual([expect.objectContaining({ code: 'abandoned', error: new Error('disk full'), ageMs: 0 })]);
  });

  it('from within onError comes too late to change the outcome', async () => {
    const controller = new AbortController();
    const options = { name: 'x', signal: controller.signal, sink, onError: () => controller.abort() };
    expect(await guard(() => Promise.reject(new Error('no')), options)()).toMatchObject({ code: 'failed' });
    const second = new AbortController();
    const slow = guard(obedient, { ...options, signal: second.signal, onError: () => second.abort(), timeoutMs: 5 })();
    await jest.advanceTimersByTimeAsync(5);
    expect(await slow).toMatchObject({ code: 'timeout' });
    expect(reports.map(({ code }) => code)).toEqual(['failed', 'timeout']);
  });
});

describe('a long-lived signal', () => {
  it('carries one listener for any number of calls under way, and none after them', async () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    const listeners = () => add.mock.calls.length - remove.mock.calls.length;
    const guarded = guard(() => deaf(1, 1), { name: 'call', signal, sink });
    for (let round = 0; round < 3; round += 1) {
      const calls = Array.from({ length: 100 }, () => guarded());
      expect(listeners()).toBe(1);
      await jest.advanceTimersByTimeAsync(1);
      await Promise.all(calls);
      expect(listeners()).toBe(0);
    }
  });

  it('cancels every call under way', async () => {
    const controller = new AbortController();
    const guarded = guard(obedient, { name: 'call', signal: controller.signal, sink });
    const calls = [guarded(), guarded(), guarded()];
    controller.abort();
    expect((await Promise.all(calls)).map(({ ok }) => ok)).toEqual([false, false, false]);
  });
});

describe('the error sink', () => {
  it('gets an error that passes on through outer guards once', async () => {
    const inner = guard(() => Promise.reject(new Error('no')), { name: 'inner', sink });
    const outer = guard(
      async () => {
        const outcome = await inner();
        if (!outcome.ok) throw outcome.error;
      },
      { name: 'outer', sink },
    );
    expect(await outer()).toMatchObject({ code: 'failed', error: new Error('no') });
    expect(reports.map(({ name }) => name)).toEqual(['inner']);
  });

  it('gets each failure of a function that throws the same error object each time', async () => {
    const closed = new Error('connection closed');
    const send = guard(() => Promise.reject(closed), { name: 'send', sink });
    await send();
    await send();
    expect(reports).toHaveLength(2);
  });

  it('may throw or reject: nothing stops, and the host is warned', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const throwing = {
      report: () => {
        throw new Error('sink down');
      },
    };
    const rejecting = createErrorSink(() => Promise.reject(new Error('sink down')));
    for (const broken of [throwing, rejecting]) {
      warn.mockClear();
      const outcome = await guard(() => Promise.reject(new Error('no')), { name: 'job', sink: broken })();
      await jest.advanceTimersByTimeAsync(0);
      expect(outcome).toMatchObject({ code: 'failed', error: new Error('no') });
      expect(warn.mock.calls.map(([message]) => message)).toEqual([
        expect.stringContaining('job failed: no'),
        expect.stringContaining('error sink of job failed: sink down'),
      ]);
    }
  });

  it('is the process-wide one by default, until it is set back', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const restore = setErrorSink(sink);
    const job = guard(() => Promise.reject(new Error('no')), { name: 'job', scope: createScope({ name: 'app' }) });
    await job();
    expect(reports).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
    restore();
    await job();
    expect(reports).toHaveLength(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('app > job failed: no'), expect.anything());
  });

  it('is not set back over one that was set since', async () => {
    const restoreFirst = setErrorSink({ report: () => {} });
    const restoreSecond = setErrorSink(sink);
    restoreFirst();
    await guard(() => Promise.reject(new Error('no')), { name: 'job' })();
    expect(reports).toHaveLength(1);
    restoreSecond();
    restoreFirst();
  });
});
