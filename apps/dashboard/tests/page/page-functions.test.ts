import { describe, expect, it } from '@jest/globals';
import { chartData } from '../../page/charts/chart-data.ts';
import { curvesCsv } from '../../page/charts/curves-csv.ts';
import { smooth } from '../../page/charts/smooth.ts';
import { differingSettings } from '../../page/compare/differing-settings.ts';
import { formatAge, formatFixed, formatMetric, formatSetting, formatValue } from '../../page/format.ts';
import { bestOf } from '../../page/compare/best-of.ts';
import { parallelAxes } from '../../page/compare/parallel-axes.ts';
import { linesOverSeeds } from '../../page/compare/seed-groups.ts';
import { thinCurve } from '../../page/live/thin-curve.ts';
import { curveMap, mergeCurves } from '../../page/live/merge-curves.ts';
import { actionName } from '../../page/play/action-names.ts';
import { shownValue, stateNames } from '../../page/play/state-names.ts';
import { orderSeries } from '../../page/run/order-series.ts';
import { currentRate } from '../../page/runs/current-rate.ts';
import { filterRuns } from '../../page/runs/filter-runs.ts';
import { groupRuns } from '../../page/runs/group-runs.ts';
import { sparkPath } from '../../page/runs/spark-path.ts';
import { readValue } from '../../page/steer/read-value.ts';
import { whyNot, type Steerable } from '../../page/steer/why-not.ts';
import { mergeRuns } from '../../page/runs/merge-runs.ts';
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

const line = (steps: number[], values?: number[]) => ({ label: 'a', curve: curve(steps, values) });

const run = (over: Partial<RunSummary>): RunSummary => ({
  runId: 'a',
  experiment: 'default',
  status: 'running',
  algorithm: 'ppo',
  env: 'CartPole-v1',
  seed: 0,
  tags: [],
  shelf: 'table',
  timesteps: 0,
  totalTimesteps: 1,
  createdAt: 0,
  updatedAt: 0,
  evalMean: null,
  stepsPerSecond: null,
  ...over,
});

const detail = (over: Partial<RunDetail>): RunDetail => ({
  ...run(over),
  hyperparameters: {},
  error: null,
  host: null,
  checkpoints: [],
  commands: [],
  console: [],
  settable: [],
  marks: [],
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
    const data = chartData([line([1, 3]), line([2, 3], [7, Number.NaN])], { smoothing: 0, x: 'steps' });
    expect(data).toEqual([
      [1, 2, 3],
      [1, null, 3],
      [null, 7, null],
    ]);
  });

  it('over episodes stand where those had ended', () => {
    const episodes = curve([0, 10, 20], [0, 5, 6]);
    const data = chartData([{ ...line([5, 10, 20, 30]), episodes }], { smoothing: 0, x: 'episodes' });
    expect(data[0]).toEqual([2.5, 5, 6, 6]);
  });

  it('have their bands behind them, at their steps', () => {
    const banded = { ...line([1, 3], [5, 6]), band: { low: [4, 5], high: [6, 7] } };
    expect(chartData([line([2], [9]), banded], { smoothing: 0, x: 'steps' })).toEqual([
      [1, 2, 3],
      [null, 9, null],
      [5, null, 6],
      [4, null, 5],
      [6, null, 7],
    ]);
  });

  it('stay as large as a chart can show, and lose no spike', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i === 4321 ? 99 : i === 8765 ? -99 : i % 7));
    const steps = values.map((_, i) => i);
    const thinned = thinCurve(curve(steps, values), 200);
    expect(thinned.steps.length).toBeLessThanOrEqual(202);
    expect(thinned.values).toEqual(expect.arrayContaining([99, -99]));
    expect([thinned.steps[0], thinned.steps.at(-1)]).toEqual([0, 9999]);
    expect(thinned.times).toEqual(thinned.steps.map((step) => step * 1000));
    let grown = curveMap([]);
    for (let step = 0; step < 20_000; step += 10) {
      grown = mergeCurves(grown, [curve(Array.from({ length: 10 }, (_, i) => step + i))]);
    }
    const kept = [...grown.values()].flatMap(({ steps: all }) => all);
    expect(kept.length).toBeLessThanOrEqual(4000);
    expect([kept[0], kept.at(-1)]).toEqual([0, 19_999]);
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

  it('are saved as a table that no spreadsheet runs', () => {
    const lines = [{ label: '=HYPERLINK("x")', curve: curve([1, 2], [5, Number.NaN]) }];
    expect(curvesCsv(lines).split('\r\n')).toEqual([
      'curve,metric,step,time,value',
      `"'=HYPERLINK(""x"")",train/loss,1,1970-01-01T00:00:01.000Z,5`,
      `"'=HYPERLINK(""x"")",train/loss,2,1970-01-01T00:00:02.000Z,NaN`,
      '',
    ]);
  });

  it('over wall time begin at 0', () => {
    expect(chartData([line([4, 6])], { smoothing: 0, x: 'time' })[0]).toEqual([0, 2]);
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

  it('that changed take their places, and new ones come first', () => {
    const changed = [run({ runId: 'n' }), run({ runId: 'b', timesteps: 7 })];
    expect(mergeRuns(runs, changed, new Set()).map(({ runId, timesteps }) => [runId, timesteps])).toEqual([
      ['n', 0],
      ['a', 0],
      ['b', 7],
    ]);
    expect(mergeRuns(runs, changed, new Set(['a'])).map(({ runId }) => runId)).toEqual(['n', 'b']);
  });

  it('stand under the heads of their groups, with what those came to', () => {
    const some = [run({ runId: 'c', seed: 1, evalMean: 5 }), ...runs, run({ runId: 'd', seed: 3, evalMean: 11 })];
    expect(groupRuns(some, ({ seed }) => `seed ${seed}`)).toEqual([
      { kind: 'group', group: { value: 'seed 1', count: 1, mean: 5, deviation: 0 } },
      { kind: 'run', run: some[0] },
      { kind: 'group', group: { value: 'seed 0', count: 1, mean: null, deviation: null } },
      { kind: 'run', run: some[1] },
      { kind: 'group', group: { value: 'seed 3', count: 2, mean: 10, deviation: 1 } },
      { kind: 'run', run: some[2] },
      { kind: 'run', run: some[3] },
    ]);
    expect(groupRuns(runs, undefined)).toEqual(runs.map((each) => ({ kind: 'run', run: each })));
  });

  it('have the rate of now, and none that is old, until they have ended', () => {
    const told = { stepsPerSecond: 900, updatedAt: 50_000 };
    expect(currentRate(run(told), 59_000)).toBe(900);
    expect(currentRate(run(told), 61_000)).toBeNull();
    expect(currentRate(run({ ...told, status: 'finished' }), 1e9)).toBe(900);
  });

  it('have a line of their returns, broken where one is no number', () => {
    expect(sparkPath([0, 10, Number.NaN, 5, 10], 14, 14)).toBe('M2.0 12.0L4.5 2.0M9.5 7.0L12.0 2.0');
    expect(sparkPath([7], 14, 14)).toBe('');
  });

  it('are told apart by what differs', () => {
    const compared = differingSettings([
      detail({ hyperparameters: { gamma: 0.9, batchSize: 64 } }),
      detail({ hyperparameters: { gamma: 0.99, batchSize: 64 } }),
    ]);
    expect(compared).toEqual([{ name: 'gamma', values: ['0.9', '0.99'] }]);
    const results = differingSettings([
      detail({ evalMean: 1.234567 }),
      detail({ evalMean: 2, hyperparameters: { late: 1 } }),
    ]);
    expect(results.at(-1)).toEqual({ name: 'evalMean', values: ['1.235', '2'] });
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

it.each([
  ['system/memory', 239_476_736, '239 MB'],
  ['system/memory', 1_500, '1.5 kB'],
  ['system/memory', 0, '0 bytes'],
  ['time/event_loop_lag', 0.0125, '0.0125 s'],
  ['train/loss', 0.5, '0.5'],
  ['toString', 0.5, '0.5'],
  ['system/memory', Number.NaN, 'NaN'],
  ['system/memory', null, '–'],
])('%s of %p is written %p', (name, value, text) => {
  expect(formatMetric(name, value)).toBe(text);
});

it.each([
  [{ kind: 'linear', from: 0.001, to: 0 }, '0.001 → 0, linear'],
  [{ kind: 'table', values: [0.001, 0.0004, 0.0001] }, '0.001 → 0.0001, by a table'],
  ['tanh', 'tanh'],
  [[64, 64], '[64,64]'],
  [null, '–'],
])('the setting %j is written %p', (value, text) => {
  expect(formatSetting(value)).toBe(text);
});

it('numbers that change fast keep their width, and have no sign for nothing', () => {
  expect([-0.0004, 0, 1.23456, -2].map(formatFixed)).toEqual(['0.000', '0.000', '1.235', '-2.000']);
});

it('ages are told in the largest whole unit', () => {
  expect([5_000, 300_000, 7_200_000].map((age) => formatAge(0, age))).toEqual([
    '5 sec. ago',
    '5 min. ago',
    '2 hr. ago',
  ]);
});

it('actions have names where the environment is known', () => {
  expect(actionName('LunarLander-v3', 2)).toBe('main engine');
  expect([actionName('CartPole-v1', 2), actionName('Mine-v0', 0)]).toEqual(['action 2', 'action 0']);
});

describe('compared runs', () => {
  const compared = [0, 1].map((seed) => ({
    run: detail({ runId: `${seed}`.repeat(24), seed, evalMean: seed, hyperparameters: { gamma: 0.9 } }),
    curve: curve([0, 10], [seed * 2, 4 + seed * 2]),
  }));
  const other = {
    run: detail({ runId: 'f'.repeat(24), hyperparameters: { gamma: 0.5 } }),
    curve: curve([0, 9], [1, 2]),
  };

  it('that differ in their seed alone are one line with a band', () => {
    const [mean, alone, ...more] = linesOverSeeds([...compared, other]);
    expect(more).toEqual([]);
    expect(mean).toMatchObject({ label: 'ppo × 2 seeds (00000000 …)' });
    expect([mean?.curve.values[0], mean?.curve.values.at(-1)]).toEqual([1, 5]);
    expect([mean?.band?.low[0], mean?.band?.high[0]]).toEqual([0, 2]);
    expect(alone).toEqual({ label: 'ffffffff ppo seed 0', curve: other.curve, runIds: [other.run.runId] });
    expect(mean?.runIds).toEqual(compared.map(({ run }) => run.runId));
    // Also over the wall clock.
    expect([mean?.curve.times[0], mean?.curve.times.at(-1)]).toEqual(
      [0, -1].map((at) => (mean?.curve.steps.at(at) ?? Number.NaN) * 1000),
    );
  });

  it('are lines through axes of what differs, the result last', () => {
    const axes = parallelAxes([...compared, other].map((each) => each.run));
    expect(axes.map(({ name }) => name)).toEqual(['seed', 'gamma', 'evalMean']);
    expect(axes.map(({ places }) => places)).toEqual([
      [0, 1, 0],
      [1, 1, 0],
      [0, 1, null],
    ]);
    expect(axes[1]?.ticks).toEqual([
      { place: 0, text: '0.5' },
      { place: 1, text: '0.9' },
    ]);
  });

  it('have a best point each, the highest or the lowest', () => {
    const some = curve([1, 2, 3, 4], [3, Number.NaN, 7, -1]);
    expect(bestOf(some, true)).toEqual({ value: 7, step: 3 });
    expect(bestOf(some, false)).toEqual({ value: -1, step: 4 });
    expect(bestOf(curve([1], [Number.NaN]), true)).toBeUndefined();
  });
});

describe('a command that is not possible now says why', () => {
  const answers: Steerable = {
    status: 'running',
    isConnected: true,
    readOnly: false,
    writer: {
      reach: 'answers',
      state: {
        status: 'running',
        version: 1,
        writerEpoch: 1,
        hyperparameters: {},
        progress: { timesteps: 0, totalTimesteps: 1, episodes: 0, updates: 0, stepsPerSecond: 0, secondsLeft: null },
        host: { hostname: '', pid: 1, platform: '', runtime: '', engine: '' },
      },
    },
  };

  it.each<[string, Partial<Steerable>, string | undefined]>([
    ['pause', {}, undefined],
    ['pause', { status: 'paused' }, 'paused already'],
    ['resume', {}, 'not paused'],
    ['resume', { status: 'paused' }, undefined],
    ['evaluate', { readOnly: true }, '--read-only'],
    ['evaluate', { readOnly: undefined }, 'Asking the dashboard'],
    ['evaluate', { isConnected: false }, 'connection'],
    ['evaluate', { status: 'failed' }, 'has ended (failed)'],
    ['set', { writer: { reach: 'silent', why: 'No process.', state: null } }, 'No process.'],
    ['stop', { status: 'stopping' }, 'is stopping'],
  ])('%s of %p', (kind, over, expected) => {
    const why = whyNot(kind as 'pause', { ...answers, ...over });
    expect(why ?? 'possible').toContain(expected ?? 'possible');
  });
});

it.each([
  ['0.001', 0.001],
  ['lin_0.001', 'lin_0.001'],
  ['{"kind":"linear","from":1,"to":0}', { kind: 'linear', from: 1, to: 0 }],
  [' null ', null],
])('the value %s is read as JSON where it is JSON', (text, value) => {
  expect(readValue(text)).toEqual(value);
});

it('the state of an environment has names for what can be put elsewhere, and angles go round', () => {
  // The third is the torque of its picture.
  const [angle, ...more] = stateNames('Pendulum-v1', 3);
  expect(more.map(({ name }) => name)).toEqual(['angular velocity (rad/s)']);
  expect(shownValue(angle, -31.4)).toBeCloseTo(-31.4 + 10 * Math.PI);
  expect(shownValue(more[0], 7)).toBe(7);
  expect(stateNames('of-mine', 2).map(({ name }) => name)).toEqual(['state 0', 'state 1']);
});
