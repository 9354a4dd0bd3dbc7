import { createErrorSink, type FailureReport } from '@cartwheel/async-guard';
import { expect, it, jest } from '@jest/globals';
import { runCheck } from './run-check.ts';

it('affects readiness unless it says otherwise, and tells how long it took', async () => {
  const report = await runCheck({ name: 'a', run: () => ({ ok: true, detail: 'fine' }) });
  expect(report).toStrictEqual({
    name: 'a',
    ok: true,
    affects: ['ready'],
    code: 'ok',
    detail: 'fine',
    durationMs: expect.any(Number),
  });
  expect(report.durationMs).toBeLessThan(1_000);
});

it('gives a check 2 s unless it asks for other', async () => {
  jest.useFakeTimers();
  try {
    const pending = runCheck({ name: 'a', run: () => new Promise(() => {}) });
    await jest.advanceTimersByTimeAsync(1_999);
    await jest.advanceTimersByTimeAsync(1);
    expect(await pending).toMatchObject({ code: 'timeout', detail: 'no answer within 2000 ms' });
  } finally {
    jest.useRealTimers();
  }
});

it('tells a sink of a check that threw, by its name', async () => {
  const heard: FailureReport[] = [];
  const sink = createErrorSink((failure) => void heard.push(failure));
  await runCheck({ name: 'disk', run: () => Promise.reject(new Error('gone')) }, { sink });
  expect(heard).toMatchObject([{ name: 'health.disk' }]);
});

it('is given up when its signal aborts', async () => {
  const stop = new AbortController();
  const pending = runCheck({ name: 'a', run: () => new Promise(() => {}) }, { signal: stop.signal });
  stop.abort();
  expect(await pending).toMatchObject({ ok: false, code: 'cancelled' });
});
