import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { PROBES, type HealthCheck, type Probe } from './health-check.ts';
import { createHealthMonitor, rollUp } from './health-monitor.ts';

const check = (name: string, affects: readonly Probe[], run: HealthCheck['run']): HealthCheck => ({
  name,
  affects,
  timeoutMs: 50,
  run,
});
const well = () => ({ ok: true, detail: 'fine' });
const ill = () => ({ ok: false, detail: 'ill', advice: 'rest' });

describe('a check', () => {
  it('says no, throws or takes too long: each is told apart, and the others go on', async () => {
    let aborted = false;
    const hangs: HealthCheck['run'] = (signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
      });
    const monitor = createHealthMonitor([
      check('a', ['ready'], well),
      check('b', ['ready'], ill),
      check('c', ['ready'], () => {
        throw new Error('refused');
      }),
      check('d', ['ready'], hangs),
    ]);
    const { checks } = await monitor.check();
    expect(checks.map(({ name, code, detail, advice }) => [name, code, detail, advice])).toEqual([
      ['a', 'ok', 'fine', undefined],
      ['b', 'unhealthy', 'ill', 'rest'],
      ['c', 'failed', 'refused', undefined],
      ['d', 'timeout', 'no answer within 50 ms', undefined],
    ]);
    expect(aborted).toBe(true);
  });

  it('is run once for calls at one time', async () => {
    const run = jest.fn(well);
    const monitor = createHealthMonitor([check('a', ['live'], run)]);
    await Promise.all([monitor.check(), monitor.check()]);
    expect(run).toHaveBeenCalledTimes(1);
    await monitor.check();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('has a name of its own', () => {
    expect(() => createHealthMonitor([check('a', [], well), check('a', [], well)])).toThrow(
      expect.objectContaining({
        code: 'health/doubled-check',
        message: 'expected each health check to have a name of its own, got "a" twice: rename one of them',
      }),
    );
  });
});

describe('the roll-up', () => {
  it('says no to live only by a check that affects it, whatever else is down', () => {
    const report = fc.record({
      name: fc.string(),
      ok: fc.boolean(),
      affects: fc.subarray([...PROBES]),
      code: fc.constant('ok' as const),
      detail: fc.string(),
      durationMs: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(report), (checks) => {
        const guilty = checks.some(({ ok, affects }) => !ok && affects.includes('live'));
        expect(rollUp(checks).live).toBe(!guilty);
        expect(rollUp(checks).ready && !rollUp(checks).startup).toBe(false);
      }),
    );
  });

  it('says that it has not started while a check that affects that is not well', () => {
    const report = { name: 'store', affects: ['startup'], code: 'unhealthy', detail: '', durationMs: 0 } as const;
    expect(rollUp([{ ...report, ok: false }])).toMatchObject({ live: true, ready: false, startup: false });
    expect(rollUp([{ ...report, ok: true }])).toMatchObject({ ready: true, startup: true });
  });

  it('stays started, and is ready again when what it waits for is back', async () => {
    let ok = false;
    const redis = () => ({ ok, detail: '' });
    const monitor = createHealthMonitor([check('redis', ['ready', 'startup'], redis)]);
    expect(await monitor.check()).toMatchObject({ live: true, ready: false, startup: false });
    ok = true;
    expect(await monitor.check()).toMatchObject({ live: true, ready: true, startup: true });
    ok = false;
    expect(await monitor.check()).toMatchObject({ live: true, ready: false, startup: true });
  });
});
