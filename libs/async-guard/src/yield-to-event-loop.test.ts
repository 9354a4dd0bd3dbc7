import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CartwheelError } from './cartwheel-error.ts';
import { createYielder } from './create-yielder.ts';
import { yieldThrough, yieldToEventLoop } from './yield-to-event-loop.ts';

afterEach(() => {
  jest.useRealTimers();
});

describe('yieldToEventLoop', () => {
  it('lets timers and file reads go on', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'yield-'));
    const file = join(dir, 'data');
    await writeFile(file, 'data');
    const done: string[] = [];
    void readFile(file, 'utf8').then((text) => done.push(text));
    setTimeout(() => done.push('timer'), 1);
    const deadline = performance.now() + 5_000;
    while (done.length < 2 && performance.now() < deadline) await yieldToEventLoop();
    await rm(dir, { recursive: true });
    expect(done.toSorted()).toEqual(['data', 'timer']);
  });

  it('goes on under fake timers', async () => {
    jest.useFakeTimers();
    await expect(yieldToEventLoop()).resolves.toBeUndefined();
  });

  it('uses a message of a channel where there is no setImmediate, else a timer', async () => {
    const order: string[] = [];
    const setTimeoutNow = jest.fn((callback: () => void) => callback());
    const byChannel = yieldThrough({ MessageChannel, setTimeout: setTimeoutNow }).then(() => order.push('message'));
    await Promise.resolve().then(() => order.push('microtask'));
    await byChannel;
    expect(order).toEqual(['microtask', 'message']);
    expect(setTimeoutNow).not.toHaveBeenCalled();
    await yieldThrough({ setTimeout: setTimeoutNow });
    expect(setTimeoutNow).toHaveBeenCalledTimes(1);
  });
});

describe('createYielder', () => {
  it('gives nothing while no yield is due, and yields before a round would go past the limit', async () => {
    let time = 0;
    const yieldIfDue = createYielder({ everyMs: 20, now: () => time });
    const round = (ms: number) => {
      time += ms;
      return yieldIfDue();
    };
    expect([round(6), round(6)]).toEqual([undefined, undefined]);
    await round(6);
    // The clock runs from the end of the yield.
    expect([round(6), round(6)]).toEqual([undefined, undefined]);
    expect(round(6)).toBeInstanceOf(Promise);
  });

  it('yields after each round that is too long by itself', async () => {
    let time = 0;
    const yieldIfDue = createYielder({ now: () => time });
    for (let round = 0; round < 3; round += 1) {
      time += 25;
      const pause = yieldIfDue();
      expect(pause).toBeInstanceOf(Promise);
      await pause;
    }
  });

  it.each([1, 3, 6, 7, 11, 19, 20])('holds the thread for 20 ms at most in rounds of %d ms', async (roundMs) => {
    let time = 0;
    let yieldedAt = 0;
    const yieldIfDue = createYielder({ everyMs: 20, now: () => time });
    const held: number[] = [];
    for (let round = 0; round < 100; round += 1) {
      time += roundMs;
      const pause = yieldIfDue();
      if (pause === undefined) continue;
      held.push(time - yieldedAt);
      await pause;
      yieldedAt = time;
    }
    expect(Math.max(...held)).toBeLessThanOrEqual(20);
    expect(Math.min(...held)).toBeGreaterThan(20 - 2 * roundMs);
  });

  it('holds the thread for 8 ms unless told otherwise', () => {
    let time = 0;
    const yieldIfDue = createYielder({ now: () => time });
    time = 4;
    expect(yieldIfDue()).toBeUndefined();
    time = 6.1;
    expect(yieldIfDue()).toBeInstanceOf(Promise);
  });

  it('goes by a clock of its own unless told otherwise', async () => {
    const yieldIfDue = createYielder({ everyMs: 1 });
    const deadline = performance.now() + 50;
    while (performance.now() < deadline);
    expect(yieldIfDue()).toBeInstanceOf(Promise);
  });

  it('refuses an interval that is not above 0', () => {
    expect(() => createYielder({ everyMs: 0 })).toThrow(CartwheelError);
    expect(() => createYielder({ everyMs: 0 })).toThrow(
      expect.objectContaining({
        code: 'async-guard/bad-interval',
        message: 'expected everyMs to be above 0, got 0; 8 is usual',
      }),
    );
    expect(() => createYielder({ everyMs: Number.NaN })).toThrow('expected everyMs to be above 0, got NaN');
  });
});
