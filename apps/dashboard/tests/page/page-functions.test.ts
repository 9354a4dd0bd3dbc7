import { describe, expect, it } from '@jest/globals';
import { chartData } from '../../page/charts/chart-data.ts';
import { smooth } from '../../page/charts/smooth.ts';
import { differingSettings } from '../../page/compare/differing-settings.ts';
import { formatAge, formatValue } from '../../page/format.ts';
import { curveMap, mergeCurves } from '../../page/live/merge-curves.ts';
import { orderSeries } from '../../page/run/order-series.ts';
import { filterRuns } from '../../page/runs/filter-runs.ts';
import { sortRuns } from '../../page/runs/sort-runs.ts';
import type { Curve } from '../../src/api/curve.schema.ts';
import type { RunDetail } from '../../src/api/run-detail.schema.ts';
import type { RunSummary } from '../../src/api/run-summary.schema.ts';

const curve = (steps: number[], values: number[] = steps): Curve => ({
  name: 'train/loss',
  context: {},
  steps,
  times: steps.map((step) => step * 1000),
  values,
});

const run = (over: Partial<RunSummary>): RunSummary => ({
  runId: 'a',
  experiment: 'default',
  status: 'running',
  algorithm: 'ppo',
  env: 'CartPole-v1',
  seed: 0,
  tags: [],
  timesteps: 0,
  totalTimesteps: 1,
  createdAt: 0,
  updatedAt: 0,
  evalMean: null,
  stepsPerSecond: null,
  ...over,
});

describe('curves', () => {
  it('grow at their end, and keep one value a step', () => {
    const known = curveMap([curve([1, 2])]);
    expect([...mergeCurves(known, [curve([3], [30])]).values()]).toEqual([curve([1, 2, 3], [1, 2, 30])]);
    expect([...mergeCurves(known, [curve([2, 5], [20, 50])]).values()]).toEqual([curve([1, 2, 5], [1, 20, 50])]);
    expect([...known.values()]).toEqual([curve([1, 2])]);
  });

  it('are smoothed as TensorBoard does: a constant stays, and NaN is passed over', () => {
    expect(smooth([5, 5, 5], 0.9).map((value) => Math.round(value * 1e9) / 1e9)).toEqual([5, 5, 5]);
    expect(smooth([1, Number.NaN, 1], 0.5)).toEqual([1, Number.NaN, 1]);
    expect(smooth([0, 1], 0.5)[1]).toBeCloseTo(2 / 3);
  });

  it('share an x axis, with gaps where one has no point', () => {
    const data = chartData([curve([1, 3]), curve([2, 3], [7, Number.NaN])], { smoothing: 0, x: 'steps' });
    expect(data).toEqual([
      [1, 2, 3],
      [1, null, 3],
      [null, 7, null],
    ]);
  });

  it('of returns come before those of losses, and what has no group last', () => {
    const keys = ['my/metric', 'time/fps', 'train/loss', 'rollout/ep_rew_mean', 'rollout/ep_len_mean'];
    expect(orderSeries(keys.map((key) => [key] as const)).flat()).toEqual([
      'rollout/ep_rew_mean',
      'rollout/ep_len_mean',
      'train/loss',
      'time/fps',
      'my/metric',
    ]);
  });

  it('over wall time begin at 0', () => {
    expect(chartData([curve([4, 6])], { smoothing: 0, x: 'time' })[0]).toEqual([0, 2]);
  });
});

describe('runs', () => {
  const runs = [run({ runId: 'a', tags: ['Baseline'] }), run({ runId: 'b', algorithm: 'dqn', seed: 3, evalMean: 9 })];

  it.each([
    ['', ['a', 'b']],
    ['DQN seed:3', ['b']],
    ['baseline', ['a']],
    ['ppo seed:3', []],
  ])('are found by %p', (search, expected) => {
    expect(filterRuns(runs, search).map(({ runId }) => runId)).toEqual(expected);
  });

  it.each([true, false])('without a value come last (rising: %p)', (isRising) => {
    expect(sortRuns(runs, { column: 'evalMean', isRising }).map(({ runId }) => runId)).toEqual(['b', 'a']);
  });

  it('are told apart by what differs', () => {
    const detail = (over: Partial<RunDetail>): RunDetail => ({
      ...run(over),
      hyperparameters: {},
      error: null,
      checkpoints: [],
      commands: [],
      series: [],
      console: [],
      ...over,
    });
    const compared = differingSettings([
      detail({ hyperparameters: { gamma: 0.9, batchSize: 64 } }),
      detail({ hyperparameters: { gamma: 0.99, batchSize: 64 } }),
    ]);
    expect(compared).toEqual([{ name: 'gamma', values: ['0.9', '0.99'] }]);
  });
});

it.each([
  [null, '–'],
  [Number.NaN, 'NaN'],
  [0.00001234, '1.23e-5'],
  [123456, '123,500'],
])('the value %p is written %p', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

it('ages are told in the largest whole unit', () => {
  expect([5_000, 300_000, 7_200_000].map((age) => formatAge(0, age))).toEqual([
    '5 seconds ago',
    '5 minutes ago',
    '2 hours ago',
  ]);
});
