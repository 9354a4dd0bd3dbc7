import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createLagMonitor } from './lag-monitor.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('gives the longest lag since it was asked, also one that is still under way', () => {
  let now = 0;
  const monitor = createLagMonitor({ everyMs: 20, now: () => now });
  const fireAt = (time: number) => {
    now = time;
    jest.advanceTimersToNextTimer();
  };

  fireAt(20);
  fireAt(75);
  fireAt(98);
  expect(monitor.takeMaxMs()).toBe(35);
  expect(monitor.takeMaxMs()).toBe(0);
  now = 218;
  expect(monitor.takeMaxMs()).toBe(100);

  monitor[Symbol.dispose]();
  expect(jest.getTimerCount()).toBe(0);
  expect(monitor.takeMaxMs()).toBe(0);
});

it('looks at the clock every 20 ms unless told otherwise, and keeps no process alive', () => {
  const unref = jest.fn();
  const timers = jest.spyOn(globalThis, 'setTimeout').mockReturnValue({ unref } as never);
  createLagMonitor()[Symbol.dispose]();
  expect(timers).toHaveBeenCalledWith(expect.any(Function), 20);
  expect(unref).toHaveBeenCalledTimes(1);
  timers.mockReturnValue(7 as never);
  expect(() => createLagMonitor()[Symbol.dispose]()).not.toThrow();
});

it('has no lag while the timer is not late', () => {
  let now = 100;
  const monitor = createLagMonitor({ now: () => now });
  now = 110;
  expect(monitor.takeMaxMs()).toBe(0);
  now = 125;
  expect(monitor.takeMaxMs()).toBe(5);
  monitor[Symbol.dispose]();
});

it('refuses an interval that no timer can hold', () => {
  expect(() => createLagMonitor({ everyMs: 0 })).toThrow(
    expect.objectContaining({ code: 'async-guard/bad-timeout', message: expect.stringContaining('everyMs') }),
  );
});
