import { describe, expect, it } from '@jest/globals';
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

describe('disk space', () => {
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
    expect(await runCheck(check)).toMatchObject({ ok: false, detail: expect.stringMatching(/up to [2-9]\d\d+ ms/) });
    expect(await runCheck(check)).toMatchObject({ ok: true });
    check.stop();
  });
});
