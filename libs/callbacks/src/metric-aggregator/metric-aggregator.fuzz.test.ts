import type { MetricPoint } from '@cartwheel/experiment-state';
import { expectEqual, fuzz, FUZZ_TIMEOUT_MS } from '@cartwheel/jest-preset/fuzzing';
import { it } from '@jest/globals';
import * as fc from 'fast-check';
import type { TrainingEvent } from '../training-callback/training-event.ts';
import { createMetricAggregator, type MetricAggregator } from './metric-aggregator.ts';

const plain = { noNullPrototype: true } as const;
const base = { timesteps: fc.nat(99), time: fc.nat(4999) };
const events: fc.Arbitrary<TrainingEvent> = fc.oneof(
  fc.record({ ...base, type: fc.constant('training-start' as const), totalTimesteps: fc.nat(99) }, plain),
  fc.record({ ...base, type: fc.constant('rollout-end' as const) }, plain),
  fc.record(
    {
      ...base,
      type: fc.constant('episode-end' as const),
      episodeReturn: fc.double(),
      episodeLength: fc.nat(500),
      envIndex: fc.nat(8),
    },
    plain,
  ),
  fc.record(
    {
      ...base,
      type: fc.constant('update' as const),
      updates: fc.nat(),
      statistics: fc.dictionary(fc.constantFrom('loss', 'approx_kl'), fc.double(), plain),
    },
    plain,
  ),
  fc.record(
    {
      ...base,
      type: fc.constant('evaluation' as const),
      result: fc.record(
        {
          returns: fc.array(fc.double(), { maxLength: 1 }),
          lengths: fc.array(fc.nat(), { maxLength: 1 }),
          meanReturn: fc.double(),
          stdReturn: fc.double(),
          meanLength: fc.double(),
        },
        plain,
      ),
      bestMeanReturn: fc.double(),
    },
    plain,
  ),
);

type Step =
  | { kind: 'observe'; event: TrainingEvent }
  | { kind: 'record'; name: string; value: number }
  | { kind: 'collect'; timesteps: number; time: number }
  | { kind: 'restore' };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ kind: fc.constant('observe' as const), event: events }, plain), weight: 5 },
    fc.record(
      { kind: fc.constant('record' as const), name: fc.constantFrom('time/x', 'train/loss'), value: fc.double() },
      plain,
    ),
    {
      arbitrary: fc.record({ kind: fc.constant('collect' as const), timesteps: fc.nat(3), time: fc.nat(9) }),
      weight: 2,
    },
    fc.record({ kind: fc.constant('restore' as const) }, plain),
  ),
  { maxLength: 14 },
);

/** All that ever happened, asked anew each time; it knows no windows, rings or snapshots. */
class Model {
  readonly #window: number;
  #seen: TrainingEvent[] = [];
  #own: [string, number][] = [];
  #evaluations: TrainingEvent[] = [];
  #sampledAt: number | undefined;

  constructor(window: number) {
    this.#window = window;
  }

  observe(event: TrainingEvent): void {
    this.#seen.push(event);
    if (event.type === 'evaluation') this.#evaluations.push(event);
    if (event.type !== 'update') return;
    for (const [name, value] of Object.entries(event.statistics)) this.#own.push([`train/${name}`, value]);
    this.#own.push(['train/n_updates', event.updates]);
  }

  record(name: string, value: number): void {
    this.#own.push([name, value]);
  }

  /** The clock is no part of a snapshot. */
  forgetStart(): void {
    this.#seen = this.#seen.filter(({ type }) => type !== 'training-start');
  }

  collect(timesteps: number, time: number): MetricPoint[] {
    const values = this.#evaluations.flatMap((event) =>
      event.type === 'evaluation' ? evaluated(event).map(([name, value]) => ({ ...at(event), name, value })) : [],
    );
    const now = [...(this.#sampledAt === timesteps ? [] : this.#sampled(timesteps, time)), ...new Map(this.#own)];
    this.#sampledAt = timesteps;
    this.#own = [];
    this.#evaluations = [];
    return [...values, ...now.map(([name, value]) => ({ ...at({ timesteps, time }), name, value }))];
  }

  #sampled(timesteps: number, time: number): [string, number][] {
    const episodes = this.#seen.filter((event) => event.type === 'episode-end');
    const last = episodes.slice(-this.#window);
    const start = this.#seen.findLast(({ type }) => type === 'training-start');
    const iterations = this.#seen.filter(({ type }) => type === 'rollout-end').length;
    const sampled: [string, number][] = [
      ['time/total_timesteps', timesteps],
      ['time/iterations', iterations],
      ['time/episodes', episodes.length],
    ];
    if (last.length > 0) {
      sampled.push(['rollout/ep_rew_mean', mean(last.map(({ episodeReturn }) => episodeReturn))]);
      sampled.push(['rollout/ep_len_mean', mean(last.map(({ episodeLength }) => episodeLength))]);
    }
    if (start === undefined) return sampled;
    const elapsed = (time - start.time) / 1000;
    sampled.push(['time/time_elapsed', elapsed]);
    if (elapsed !== 0) sampled.push(['time/fps', (timesteps - start.timesteps) / elapsed]);
    return sampled;
  }
}

function evaluated({ result, bestMeanReturn }: Extract<TrainingEvent, { type: 'evaluation' }>): [string, number][] {
  return [
    ['eval/mean_reward', result.meanReturn],
    ['eval/std_reward', result.stdReturn],
    ['eval/best_mean_reward', bestMeanReturn],
    ['eval/mean_ep_length', result.meanLength],
  ];
}

function at({ timesteps, time }: { timesteps: number; time: number }): Omit<MetricPoint, 'name' | 'value'> {
  return { context: {}, step: timesteps, time };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Points of one step and name have no order among themselves. */
function inOrder(points: readonly MetricPoint[]): string[] {
  return points
    .map(({ step, name, time, value }) => `${String(step).padStart(3, '0')} ${name} ${time} ${value}`)
    .toSorted();
}

it(
  'the aggregator tells what a list of all that happened tells, over snapshots too',
  () =>
    fuzz(fc.tuple(fc.integer({ min: 1, max: 3 }), steps), ([window, done]) => {
      const model = new Model(window);
      let aggregator: MetricAggregator = createMetricAggregator({ window });
      for (const step of done) {
        if (step.kind === 'observe') {
          aggregator.observe(step.event);
          model.observe(step.event);
        } else if (step.kind === 'record') {
          aggregator.record(step.name, step.value);
          model.record(step.name, step.value);
        } else if (step.kind === 'restore') {
          const snapshot = aggregator.snapshot();
          aggregator = createMetricAggregator({ window });
          aggregator.restore(snapshot);
          model.forgetStart();
        } else {
          const { timesteps, time } = step;
          expectEqual(inOrder(aggregator.collect(timesteps, time)), inOrder(model.collect(timesteps, time)));
        }
      }
    }),
  FUZZ_TIMEOUT_MS,
);
