import { expect, it, jest } from '@jest/globals';
import { startRunClock } from './run-clock.ts';

it('counts the time in which it ticks, and hardly any in which it cannot', () => {
  jest.useFakeTimers();
  try {
    let time = 0;
    using clock = startRunClock(() => time);
    for (const passed of [500, 600, 120_000, 500]) {
      time += passed;
      jest.advanceTimersByTime(500);
    }
    expect(clock.ms()).toBe(500 + 600 + 1000 + 500);
    time += 200;
    expect(clock.ms()).toBe(2800);
  } finally {
    jest.useRealTimers();
  }
});
