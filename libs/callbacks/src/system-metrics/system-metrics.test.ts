import { expect, it, jest } from '@jest/globals';
import { fakeSession } from '../../tests/fakes.ts';
import { createSystemMetrics } from './system-metrics.ts';

const session = fakeSession();

it('records CPU, memory and lag at each update, and leaves no timer', () => {
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
