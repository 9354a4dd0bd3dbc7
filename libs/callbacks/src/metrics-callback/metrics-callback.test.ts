import { describe, expect, it } from '@jest/globals';
import type { MetricPoint } from '@cartwheel/experiment-state';
import { evaluationEvent, fakeSession, stepEvent } from '../../tests/fakes.ts';
import { createMetricAggregator } from '../metric-aggregator/metric-aggregator.ts';
import { createProgressDispatcher, type ProgressDispatcher } from '../progress-dispatcher/progress-dispatcher.ts';
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

/** Of a dispatcher that has made training wait for so long. */
function recordedCallback({ waitedMs = 0, ...options }: { waitedMs?: number; everyTimesteps?: number }) {
  const dispatched: MetricPoint[] = [];
  const dispatcher: ProgressDispatcher = {
    ...createProgressDispatcher({ runId: 'r', sinks: [] }),
    waitedMs,
    dispatch: (points) => void dispatched.push(...points),
  };
  const aggregator = createMetricAggregator();
  return { callback: createMetricsCallback({ aggregator, dispatcher, ...options }), dispatched };
}

const stepsOf = (points: MetricPoint[], wanted: string) =>
  points.filter(({ name }) => name === wanted).map(({ step, value }) => [step, value]);

describe('createMetricsCallback', () => {
  it('is waited for, under a name for messages', () => {
    const dispatcher = createProgressDispatcher({ runId: 'r', sinks: [] });
    const callback = createMetricsCallback({ aggregator: createMetricAggregator(), dispatcher });
    expect(callback).toMatchObject({ name: 'metrics', mode: 'await' });
  });

  it('reduces episodes, rollouts and evaluations, since the start of training', async () => {
    const { callback, dispatched } = recordedCallback({ waitedMs: 250 });
    await callback.onTrainingStart?.(
      { type: 'training-start', timesteps: 0, time: 1_000, totalTimesteps: 30 },
      session,
    );
    await callback.onEpisodeEnd?.(
      { type: 'episode-end', timesteps: 8, time: 2_000, episodeReturn: 5, episodeLength: 8, envIndex: 0 },
      session,
    );
    await callback.onRolloutEnd?.({ type: 'rollout-end', timesteps: 8, time: 2_000 }, session);
    await callback.onEvaluation?.(evaluationEvent(7, 8), session);
    await callback.onUpdate?.({ type: 'update', timesteps: 8, time: 3_000, updates: 1, statistics: {} }, session);

    expect(Object.fromEntries(dispatched.map(({ name, value }) => [name, value]))).toMatchObject({
      'rollout/ep_rew_mean': 5,
      'time/iterations': 1,
      'time/time_elapsed': 2,
      'time/dispatch_wait': 0.25,
      'eval/mean_reward': 7,
    });
  });

  it('hands over nothing that a resumed training has passed', async () => {
    const { callback, dispatched } = recordedCallback({ everyTimesteps: 10 });
    await callback.onTrainingStart?.({ type: 'training-start', timesteps: 24, time: 0, totalTimesteps: 30 }, session);
    await callback.onUpdate?.({ type: 'update', timesteps: 26, time: 0, updates: 1, statistics: { loss: 1 } }, session);
    expect(dispatched).toEqual([]);
  });

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
