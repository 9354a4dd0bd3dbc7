import { afterEach, expect, it, jest } from '@jest/globals';
import { fakeSession } from '../../tests/fakes.ts';
import { createSystemMetrics } from './system-metrics.ts';

const session = fakeSession();

afterEach(() => {
  jest.restoreAllMocks();
});

it('measures at the first update, and again once it is time', () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  const record = jest.fn<(name: string, value: number) => void>();
  const callback = createSystemMetrics({ record, everyMs: 100 });
  void callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 0, totalTimesteps: 1 }, session);
  const memoriesAt = (ms: number): number => {
    clock.mockReturnValue(ms);
    void callback.onUpdate?.({ type: 'update', timesteps: 1, time: 0, updates: 1, statistics: {} }, session);
    return record.mock.calls.filter(([name]) => name === 'system/memory').length;
  };

  expect([10, 50, 109, 110, 209, 210].map(memoriesAt)).toEqual([1, 1, 1, 2, 2, 3]);
  void callback.onTrainingEnd?.({ type: 'training-end', timesteps: 1, time: 0, outcome: 'completed' }, session);
});

it('records CPU, memory and lag, and leaves no timer', () => {
  const record = jest.fn<(name: string, value: number) => void>();
  const callback = createSystemMetrics({ record });
  const cleared = jest.spyOn(globalThis, 'clearTimeout');

  void callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 0, totalTimesteps: 1 }, session);
  const until = performance.now() + 40;
  while (performance.now() < until);
  void callback.onUpdate?.({ type: 'update', timesteps: 1, time: 0, updates: 1, statistics: {} }, session);
  void callback.onTrainingEnd?.({ type: 'training-end', timesteps: 1, time: 0, outcome: 'completed' }, session);

  const values = Object.fromEntries(record.mock.calls);
  expect(Object.keys(values)).toEqual(['system/cpu', 'system/memory', 'time/event_loop_lag']);
  expect(values['system/cpu']).toBeGreaterThan(0);
  expect(values['system/memory']).toBeGreaterThan(1e6);
  expect(values['time/event_loop_lag']).toBeGreaterThan(0.01);
  expect(cleared).toHaveBeenCalled();
});

it('gives the share of a core, and the lag in seconds, of the time since the start', () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  jest.spyOn(process, 'cpuUsage').mockReturnValue({ user: 300_000, system: 100_000 });
  const record = jest.fn<(name: string, value: number) => void>();
  const callback = createSystemMetrics({ record });
  void callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 0, totalTimesteps: 1 }, session);
  clock.mockReturnValue(1_000);
  void callback.onUpdate?.({ type: 'update', timesteps: 1, time: 0, updates: 1, statistics: {} }, session);
  void callback.onError?.({ type: 'error', timesteps: 1, time: 0, error: new Error('x') }, session);

  expect(record.mock.calls).toContainEqual(['system/cpu', 0.4]);
  // The timer that watches is due after 20 ms.
  expect(record.mock.calls).toContainEqual(['time/event_loop_lag', 0.98]);
});

it('gives no share of no time, and no lag where no start of training was told', () => {
  jest.spyOn(performance, 'now').mockReturnValue(0);
  const record = jest.fn<(name: string, value: number) => void>();
  const callback = createSystemMetrics({ record });
  void callback.onUpdate?.({ type: 'update', timesteps: 1, time: 0, updates: 1, statistics: {} }, session);

  expect(record.mock.calls.map(([name]) => name)).toEqual(['system/memory']);
  expect(callback.name).toBe('system metrics');
});
