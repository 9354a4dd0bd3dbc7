import { describe, expect, it } from '@jest/globals';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { runCheck } from '../run-check.ts';
import { diskSpaceCheck } from './disk-space-check.ts';
import { eventLoopCheck } from './event-loop-check.ts';
import { memoryCheck } from './memory-check.ts';
import { progressCheck } from './progress-check.ts';

describe('progress', () => {
  it.each([
    [undefined, true, 'no step is expected now'],
    [900, true, 'the last step is 100 ms old, expected at most 500 ms'],
    [499, false, 'the last step is 501 ms old, expected at most 500 ms'],
  ])('with the last step at %s ms of 1000 is %s', async (at, ok, detail) => {
    const check = progressCheck({ lastStepAt: () => at, expectedWithinMs: 500, now: () => 1000 });
    expect(await runCheck(check)).toMatchObject({ name: 'progress', ok, detail, affects: ['ready'] });
  });
});

it('advises who has waited for a step for too long, and can be a reason to restart', async () => {
  const check = progressCheck({ lastStepAt: () => 0, expectedWithinMs: 5, affects: ['live'], now: () => 6 });
  expect(await runCheck(check)).toMatchObject({
    affects: ['live'],
    advice: 'see the log for what training waits for, or raise the expected time',
  });
});

it('takes a step of just now, and one of exactly the expected age, for progress', async () => {
  const recent = progressCheck({ lastStepAt: () => Date.now(), expectedWithinMs: 60_000 });
  expect(await runCheck(recent)).toMatchObject({ ok: true });
  const exact = progressCheck({ lastStepAt: () => 500, expectedWithinMs: 500, now: () => 1_000 });
  expect(await runCheck(exact)).toMatchObject({ ok: true, detail: expect.stringContaining('500 ms old') });
});

describe('disk space', () => {
  it('is told in whole MiB, and at least 256 of them are needed unless told otherwise', async () => {
    const { bavail, bsize } = await statfs(tmpdir());
    const { name, affects, detail } = await runCheck(diskSpaceCheck({ path: tmpdir() }));
    expect([name, affects]).toEqual(['disk-space', ['ready']]);
    const [, free, where, needed] = /^(\d+) MiB free at (.+), needed are (\d+) MiB$/.exec(detail) ?? [];
    expect([where, needed]).toEqual([tmpdir(), '256']);
    const freeMib = (bavail * bsize) / 2 ** 20;
    expect(Math.abs(Number(free) - freeMib)).toBeLessThan(0.1 * freeMib);
  });

  it('is compared with what is needed', async () => {
    expect(await runCheck(diskSpaceCheck({ path: tmpdir(), minFreeBytes: 1 }))).toMatchObject({ ok: true });
    const none = await runCheck(diskSpaceCheck({ path: tmpdir(), minFreeBytes: 2 ** 62 }));
    expect(none).toMatchObject({ ok: false, code: 'unhealthy', advice: expect.stringContaining('delete old runs') });
  });

  it('of a folder that is not there is a failure', async () => {
    const report = await runCheck(diskSpaceCheck({ path: `${tmpdir()}/none/at/all` }));
    expect(report).toMatchObject({ ok: false, code: 'failed', detail: expect.stringContaining('ENOENT') });
  });
});

describe('memory', () => {
  const read = () => ({ heapBytes: 80, heapLimitBytes: 100, rssBytes: 2 ** 30 });

  it.each([
    [0.8, Infinity, true],
    [0.79, Infinity, false],
    [1, 2 ** 30, true],
    [1, 2 ** 30 - 1, false],
  ])('80 %% of the heap and 1 GiB, with limits %s and %s, is %s', async (maxHeapFraction, maxRssBytes, ok) => {
    expect(await runCheck(memoryCheck({ maxHeapFraction, maxRssBytes, read }))).toMatchObject({ ok });
  });

  it('is told with the limits that there are, and with advice where one is exceeded', async () => {
    const usual = await runCheck(memoryCheck({ read }));
    expect(usual).toMatchObject({ name: 'memory', ok: true, detail: 'heap 80 % used, allowed are 90 %' });
    const exceeded = await runCheck(memoryCheck({ maxRssBytes: 512 * 2 ** 20, read }));
    expect(exceeded).toMatchObject({
      ok: false,
      detail: 'heap 80 % used, allowed are 90 %, resident 1024 of 512 MiB',
      advice: 'raise the memory limit (--max-old-space-size), or use smaller buffers',
    });
  });

  it('of a heap at nine tenths is still well', async () => {
    const at = (heapBytes: number) => memoryCheck({ read: () => ({ heapBytes, heapLimitBytes: 100, rssBytes: 1 }) });
    expect(await runCheck(at(90))).toMatchObject({ ok: true });
    expect(await runCheck(at(91))).toMatchObject({ ok: false });
  });

  it('reads this process by default', async () => {
    const report = await runCheck(memoryCheck({ maxHeapFraction: 1, maxRssBytes: 2 ** 50 }));
    expect(report.detail).toMatch(/^heap \d+ % used, allowed are 100 %, resident [1-9]\d* of \d+ MiB$/);
  });
});

describe('the event loop', () => {
  it('is late after it was held, and on time in the next look', async () => {
    const check = eventLoopCheck({ maxLagMs: 150 });
    // The histogram's timer must have started once, and must run once after the pause to notice it.
    await new Promise((resolve) => setTimeout(resolve, 60));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await runCheck(check)).toMatchObject({
      name: 'event-loop',
      ok: false,
      detail: expect.stringMatching(/^the event loop was late by up to [2-9]\d{2,3} ms, allowed are 150 ms$/),
      advice: 'let long synchronous work give way with createYielder(), or use a worker',
    });
    expect(await runCheck(check)).toMatchObject({ ok: true });
    check.stop();
  });
});
