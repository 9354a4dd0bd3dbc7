import { expect, it, jest } from '@jest/globals';
import { untilReady } from './until-ready.ts';

const quick = { withinMs: 1_000, pauseMs: 1 };

function readyAfter(failures: number): { probe: () => Promise<void>; calls: () => number } {
  let calls = 0;
  return {
    probe: () => {
      calls += 1;
      return calls > failures ? Promise.resolve() : Promise.reject(new Error('still loading'));
    },
    calls: () => calls,
  };
}

it('probes until one passes', async () => {
  const { probe, calls } = readyAfter(3);
  await untilReady(probe, quick);
  expect(calls()).toBe(4);
});

it('gives up after the time, with what the last probe said', async () => {
  const { probe } = readyAfter(Infinity);
  await expect(untilReady(probe, { ...quick, withinMs: 20 })).rejects.toThrow(/within 20 ms.*still loading/);
});

it('does not wait for what is gone', async () => {
  const { probe, calls } = readyAfter(Infinity);
  const gone = (): Promise<boolean> => Promise.resolve(calls() === 2);
  await expect(untilReady(probe, { withinMs: 60_000, pauseMs: 1, gone })).rejects.toThrow(/It ended.*still loading/);
  expect(calls()).toBe(2);
});

it('ends when it is cancelled', async () => {
  const { probe } = readyAfter(Infinity);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(untilReady(probe, { ...quick, signal })).rejects.toThrow('enough');
});

it('does not count the time in which this process was frozen', async () => {
  let time = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => time);
  const { probe, calls } = readyAfter(3);
  const slept = (): Promise<void> => {
    time += 60_000;
    return probe();
  };
  await untilReady(slept, { withinMs: 1_000, probeTimeoutMs: 200, pauseMs: 1 });
  expect(calls()).toBe(4);
});
