import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { METRICS } from '../metrics/metrics.ts';
import type { EpisodeReturns } from '../evaluation/episode-returns.ts';
import type { TrainingEvent } from '../training-callback/training-event.ts';
import { createMetricAggregator, type MetricAggregator } from './metric-aggregator.ts';

const result: EpisodeReturns = { returns: [1, 3], lengths: [4, 6], meanReturn: 2, stdReturn: 1, meanLength: 5 };

describe('createMetricAggregator', () => {
  it('gives all metrics of an iteration, by name', () => {
    const aggregator = createMetricAggregator();
    aggregator.observe({ type: 'training-start', timesteps: 0, time: 1000, totalTimesteps: 512 });
    aggregator.observe(episode(10, 4));
    aggregator.observe(episode(20, 8));
    aggregator.observe({ type: 'rollout-end', timesteps: 256, time: 2000 });
    aggregator.observe(update(256, 20, { loss: 0.5, approx_kl: 0.01 }));

    const points = aggregator.collect(256, 3000);

    expect(points.map(({ name, value }) => [name, value])).toEqual([
      ['rollout/ep_len_mean', 6],
      ['rollout/ep_rew_mean', 15],
      ['time/episodes', 2],
      ['time/fps', 128],
      ['time/iterations', 1],
      ['time/time_elapsed', 2],
      ['time/total_timesteps', 256],
      ['train/approx_kl', 0.01],
      ['train/loss', 0.5],
      ['train/n_updates', 20],
    ]);
    for (const point of points) expect(point).toMatchObject({ step: 256, time: 3000, context: {} });
  });

  it('goes on from its snapshot with equal points', () => {
    const first = createMetricAggregator({ window: 3 });
    for (const value of [1, 2, 3, 4]) first.observe(episode(value, value));
    first.observe({ type: 'rollout-end', timesteps: 16, time: 0 });
    first.collect(16, 0);
    first.observe({ type: 'evaluation', timesteps: 20, time: 1, result, bestMeanReturn: 2 });
    first.observe(update(20, 1, { loss: -0 }));
    const second = createMetricAggregator({ window: 3 });
    second.restore(first.snapshot());
    for (const aggregator of [first, second]) aggregator.observe(episode(9, 9));

    expect(second.collect(24, 2)).toEqual(first.collect(24, 2));
  });

  it('says nothing about returns before an episode ended, and nothing about speed before time passed', () => {
    const aggregator = createMetricAggregator();
    aggregator.observe({ type: 'training-start', timesteps: 0, time: 1000, totalTimesteps: 512 });

    expect(names(aggregator, 0, 1000)).toEqual([
      'time/episodes',
      'time/iterations',
      'time/time_elapsed',
      'time/total_timesteps',
    ]);
  });

  it('counts the speed of this training only when it goes on from a checkpoint', () => {
    const aggregator = createMetricAggregator();
    aggregator.observe({ type: 'training-start', timesteps: 1000, time: 0, totalTimesteps: 2000 });

    expect(valueOf(aggregator.collect(1100, 1000), 'time/fps')).toBe(100);
  });

  it('gives what was learned once, and the newest of several updates', () => {
    const aggregator = createMetricAggregator();
    aggregator.observe(update(10, 1, { loss: 3 }));
    aggregator.observe(update(20, 2, { loss: 2 }));

    const points = aggregator.collect(20, 0);
    expect(valueOf(points, 'train/loss')).toBe(2);
    expect(valueOf(points, 'train/n_updates')).toBe(2);
    expect(names(aggregator, 30, 0).filter((name) => name.startsWith('train/'))).toEqual([]);
  });

  it('gives rollout and time once a step, however often it is asked', () => {
    const aggregator = createMetricAggregator();
    aggregator.observe(episode(1, 1));
    aggregator.collect(10, 0);
    aggregator.observe(update(10, 1, { loss: 3 }));

    expect(names(aggregator, 10, 5)).toEqual(['train/loss', 'train/n_updates']);
    expect(names(aggregator, 10, 6)).toEqual([]);
    expect(names(aggregator, 11, 7)).toContain('rollout/ep_rew_mean');
  });

  it('gives every evaluation at its own step and time, before the rest', () => {
    const aggregator = createMetricAggregator();
    aggregator.observe({ type: 'evaluation', timesteps: 100, time: 7, result, bestMeanReturn: 2 });
    aggregator.observe({ type: 'evaluation', timesteps: 200, time: 8, result, bestMeanReturn: 3 });

    const evaluations = aggregator.collect(256, 9).filter(({ name }) => name.startsWith('eval/'));

    expect(evaluations.map(({ name, step, time, value }) => [name, step, time, value])).toEqual([
      ['eval/best_mean_reward', 100, 7, 2],
      ['eval/mean_ep_length', 100, 7, 5],
      ['eval/mean_reward', 100, 7, 2],
      ['eval/std_reward', 100, 7, 1],
      ['eval/best_mean_reward', 200, 8, 3],
      ['eval/mean_ep_length', 200, 8, 5],
      ['eval/mean_reward', 200, 8, 2],
      ['eval/std_reward', 200, 8, 1],
    ]);
    expect(names(aggregator, 300, 0).filter((name) => name.startsWith('eval/'))).toEqual([]);
  });

  it('passes on what was recorded, the last value of a name, once', () => {
    const aggregator = createMetricAggregator();
    aggregator.collect(5, 0);
    aggregator.record('time/dispatch_wait', 1);
    aggregator.record('time/dispatch_wait', 2);

    expect(aggregator.collect(5, 9)).toEqual([{ name: 'time/dispatch_wait', context: {}, step: 5, time: 9, value: 2 }]);
    expect(aggregator.collect(5, 9)).toEqual([]);
  });

  it('keeps NaN and infinities as they are', () => {
    const aggregator = createMetricAggregator();
    aggregator.observe(update(1, 1, { loss: Number.NaN, value_loss: Number.POSITIVE_INFINITY }));

    const points = aggregator.collect(1, 0);
    expect(valueOf(points, 'train/loss')).toBeNaN();
    expect(valueOf(points, 'train/value_loss')).toBe(Number.POSITIVE_INFINITY);
  });

  it('forgets a NaN once it has left the window', () => {
    const aggregator = createMetricAggregator({ window: 2 });
    for (const episodeReturn of [Number.NaN, 4, 6]) aggregator.observe(episode(episodeReturn, 1));

    expect(valueOf(aggregator.collect(1, 0), 'rollout/ep_rew_mean')).toBe(5);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a window of %p', (window) => {
    expect(() => createMetricAggregator({ window })).toThrow(
      expect.objectContaining({ code: 'callbacks/invalid-window', message: expect.stringContaining(`${window}`) }),
    );
  });

  it('means over the window equal those of a plain reference', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 1000 })), {
          minLength: 1,
          maxLength: 40,
        }),
        (window, episodes) => {
          const aggregator = createMetricAggregator({ window });
          for (const [episodeReturn, length] of episodes) aggregator.observe(episode(episodeReturn, length));
          const points = aggregator.collect(1, 0);
          const last = episodes.slice(-window);
          expect(valueOf(points, 'rollout/ep_rew_mean')).toBeCloseTo(mean(last.map(([value]) => value)), 6);
          expect(valueOf(points, 'rollout/ep_len_mean')).toBeCloseTo(mean(last.map(([, length]) => length)), 9);
        },
      ),
    );
  });

  it('equal events give equal points, in order of step and name', () => {
    fc.assert(
      fc.property(fc.array(events(), { maxLength: 30 }), (unordered) => {
        const stream = unordered.toSorted((a, b) => a.timesteps - b.timesteps);
        const points = replay(stream);
        expect(replay(structuredClone(stream))).toEqual(points);
        const keys = points.map(({ step, name }) => `${String(step).padStart(9, '0')} ${name}`);
        expect(keys).toEqual(keys.toSorted());
      }),
    );
  });

  it('gives only names of the list', () => {
    fc.assert(
      fc.property(fc.array(events(), { maxLength: 30 }), (stream) => {
        const unknown = replay(stream).filter(({ name }) => !(name in METRICS));
        expect(unknown).toEqual([]);
      }),
    );
  });
});

function episode(episodeReturn: number, episodeLength: number): TrainingEvent {
  return { type: 'episode-end', timesteps: 0, time: 0, episodeReturn, episodeLength, envIndex: 0 };
}

function update(timesteps: number, updates: number, statistics: Record<string, number>): TrainingEvent {
  return { type: 'update', timesteps, time: 0, updates, statistics };
}

/** All points of a stream, collected once at its end. */
function replay(stream: readonly TrainingEvent[]): ReturnType<MetricAggregator['collect']> {
  const aggregator = createMetricAggregator({ window: 5 });
  for (const event of stream) aggregator.observe(event);
  return aggregator.collect(1000, 5000);
}

function events(): fc.Arbitrary<TrainingEvent> {
  const base = { timesteps: fc.nat(999), time: fc.nat(4999) };
  return fc.oneof(
    fc.record({ ...base, type: fc.constant('training-start' as const), totalTimesteps: fc.nat(1000) }),
    fc.record({ ...base, type: fc.constant('rollout-end' as const) }),
    fc.record({
      ...base,
      type: fc.constant('episode-end' as const),
      episodeReturn: fc.double(),
      episodeLength: fc.nat(),
      envIndex: fc.nat(8),
    }),
    fc.record({
      ...base,
      type: fc.constant('update' as const),
      updates: fc.nat(),
      statistics: fc.record({ loss: fc.double(), approx_kl: fc.double() }),
    }),
    fc.record({
      ...base,
      type: fc.constant('evaluation' as const),
      result: fc.constant(result),
      bestMeanReturn: fc.double(),
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function names(aggregator: MetricAggregator, timesteps: number, time: number): string[] {
  return aggregator.collect(timesteps, time).map(({ name }) => name);
}

function valueOf(points: ReturnType<MetricAggregator['collect']>, name: string): number | undefined {
  return points.find((point) => point.name === name)?.value;
}
