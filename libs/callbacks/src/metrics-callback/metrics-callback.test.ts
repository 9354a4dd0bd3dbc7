import { describe, expect, it } from '@jest/globals';
import type { MetricPoint } from '@cartwheel/experiment-state';
import { fakeSession, stepEvent } from '../../tests/fakes.ts';
import { createMetricAggregator } from '../metric-aggregator/metric-aggregator.ts';
import { createProgressDispatcher } from '../progress-dispatcher/progress-dispatcher.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';
import { createMetricsCallback, type MetricsCallbackOptions } from './metrics-callback.ts';

const session = fakeSession();

async function train(options: Partial<MetricsCallbackOptions>): Promise<MetricPoint[]> {
  const written: MetricPoint[] = [];
  const dispatcher = createProgressDispatcher({
    runId: 'r',
    sinks: [{ name: 'array', kind: 'record', write: async ({ points }) => void written.push(...points) }],
  });
  const callback: TrainingCallback = createMetricsCallback({
    aggregator: createMetricAggregator(),
    dispatcher,
    ...options,
  });
  await callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 0, totalTimesteps: 30 }, session);
  for (const timesteps of [8, 16, 24]) {
    await callback.onStep?.(stepEvent(timesteps, timesteps), session);
    const statistics = { loss: timesteps };
    await callback.onUpdate?.({ type: 'update', timesteps, time: timesteps, updates: 1, statistics }, session);
  }
  await callback.onTrainingEnd?.({ type: 'training-end', timesteps: 24, time: 24, outcome: 'completed' }, session);
  await dispatcher.close();
  return written;
}

const stepsOf = (points: MetricPoint[], wanted: string) =>
  points.filter(({ name }) => name === wanted).map(({ step, value }) => [step, value]);

describe('createMetricsCallback', () => {
  it('hands over after each update, with the lag', async () => {
    const lag = { takeMaxMs: () => 12, [Symbol.dispose]: () => {} };
    const points = await train({ lag });

    expect(stepsOf(points, 'train/loss')).toEqual([
      [8, 8],
      [16, 16],
      [24, 24],
    ]);
    expect(stepsOf(points, 'time/event_loop_lag')[0]).toEqual([8, 0.012]);
  });

  it('gives no place two points: the end of training is at the step of the last update', async () => {
    const points = await train({ lag: { takeMaxMs: () => 12, [Symbol.dispose]: () => {} } });
    const places = points.map(({ name, step }) => `${name} ${step}`);
    expect(places).toContain('time/dispatch_wait 24');
    expect(places).toEqual([...new Set(places)]);
  });

  it('hands over delays at the end, where no update was due', async () => {
    expect(stepsOf(await train({ everyTimesteps: 100 }), 'time/dispatch_wait')).toEqual([[24, 0]]);
  });

  it('or after those that cross a multiple of its frequency', async () => {
    expect(stepsOf(await train({ everyTimesteps: 10 }), 'train/loss')).toEqual([
      [16, 16],
      [24, 24],
    ]);
  });
});
