import { CartwheelError } from '@cartwheel/async-guard';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { MetricName } from '../metrics/metrics.ts';
import type { EvaluationEvent, TrainingEvent, UpdateEvent } from '../training-callback/training-event.ts';
import { createMeanWindow, type MeanWindow } from './mean-window.ts';

/** What `createMetricAggregator` takes. */
export interface MetricAggregatorOptions {
  /** Training episodes that the rollout means look back on. Default 100, Stable-Baselines3's `stats_window_size`. */
  window?: number;
}

/**
 * Reduces training events to metric points. It has no clock and no randomness: equal calls give equal points.
 */
export interface MetricAggregator {
  /** Takes an event in. Of `step` events it needs none. */
  observe(event: TrainingEvent): void;
  /** A value of one's own for the next `collect`; the last one of a name counts. */
  record(name: string, value: number): void;
  /**
   * The points since the last call, in order of step and then of name (by code unit):
   *
   * - `rollout/…` and `time/…` as they stand at `timesteps`, once for each value of `timesteps`;
   * - `train/…` of the last update, and what was `record`ed, at `timesteps`;
   * - `eval/…` of every evaluation, each at the evaluation's own step and time.
   *
   * @param timesteps environment steps over all environments
   * @param time milliseconds since the epoch, from the clock that also stamps the events
   */
  collect(timesteps: number, time: number): MetricPoint[];
  /** All that its next points depend on, save the clock. */
  snapshot(): AggregatorSnapshot;
  /** Goes on, in a fresh one, from what `snapshot` gave. */
  restore(snapshot: AggregatorSnapshot): void;
}

/** JSON, with the doubles that JSON cannot carry. */
export interface AggregatorSnapshot {
  readonly returns: readonly number[];
  readonly lengths: readonly number[];
  readonly iterations: number;
  readonly episodes: number;
  readonly sampledAt: number | null;
  /** Points that wait for the next `collect`. */
  readonly evaluations: readonly MetricPoint[];
  readonly recorded: readonly (readonly [name: string, value: number])[];
}

/** Throws `callbacks/invalid-window` unless the window is a positive integer. */
export function createMetricAggregator({ window = 100 }: MetricAggregatorOptions = {}): MetricAggregator {
  requireWindow(window);
  return new WindowedAggregator(window);
}

class WindowedAggregator implements MetricAggregator {
  readonly #returns: MeanWindow;
  readonly #lengths: MeanWindow;
  readonly #recorded = new Map<string, number>();
  #start: { timesteps: number; time: number } | undefined;
  #iterations = 0;
  #episodes = 0;
  #sampledAt: number | undefined;
  #evaluations: MetricPoint[] = [];

  constructor(window: number) {
    this.#returns = createMeanWindow(window);
    this.#lengths = createMeanWindow(window);
  }

  observe(event: TrainingEvent): void {
    switch (event.type) {
      case 'training-start':
        this.#start = { timesteps: event.timesteps, time: event.time };
        break;
      case 'episode-end':
        this.#episodes += 1;
        this.#returns.push(event.episodeReturn);
        this.#lengths.push(event.episodeLength);
        break;
      case 'rollout-end':
        this.#iterations += 1;
        break;
      case 'update':
        for (const [name, value] of updateValues(event)) this.#recorded.set(name, value);
        break;
      case 'evaluation':
        this.#evaluations.push(...pointsAt(event.timesteps, event.time, evaluationValues(event)));
        break;
      case 'step':
      case 'rollout-start':
      case 'checkpoint':
      case 'command':
      case 'training-end':
      case 'error':
        break;
    }
  }

  record(name: string, value: number): void {
    this.#recorded.set(name, value);
  }

  collect(timesteps: number, time: number): MetricPoint[] {
    const sampled = this.#sampledAt === timesteps ? [] : this.#sample(timesteps, time);
    const points = [...this.#evaluations, ...pointsAt(timesteps, time, [...sampled, ...this.#recorded])];
    this.#sampledAt = timesteps;
    this.#evaluations = [];
    this.#recorded.clear();
    return points.toSorted(byStepThenName);
  }

  snapshot(): AggregatorSnapshot {
    return {
      returns: this.#returns.values(),
      lengths: this.#lengths.values(),
      iterations: this.#iterations,
      episodes: this.#episodes,
      sampledAt: this.#sampledAt ?? null,
      evaluations: [...this.#evaluations],
      recorded: [...this.#recorded],
    };
  }

  restore(snapshot: AggregatorSnapshot): void {
    for (const value of snapshot.returns) this.#returns.push(value);
    for (const value of snapshot.lengths) this.#lengths.push(value);
    this.#iterations = snapshot.iterations;
    this.#episodes = snapshot.episodes;
    this.#sampledAt = snapshot.sampledAt ?? undefined;
    this.#evaluations = [...snapshot.evaluations];
    for (const [name, value] of snapshot.recorded) this.#recorded.set(name, value);
  }

  #sample(timesteps: number, time: number): Values {
    const start = this.#start;
    const elapsed = start && (time - start.time) / 1000;
    return [
      ['rollout/ep_rew_mean', this.#returns.mean()],
      ['rollout/ep_len_mean', this.#lengths.mean()],
      ['time/total_timesteps', timesteps],
      ['time/iterations', this.#iterations],
      ['time/episodes', this.#episodes],
      ['time/time_elapsed', elapsed],
      ['time/fps', start && elapsed ? (timesteps - start.timesteps) / elapsed : undefined],
    ];
  }
}

/** `undefined`: there is nothing to say yet. */
type Values = readonly (readonly [name: string, value: number | undefined])[];

function updateValues({ updates, statistics }: UpdateEvent): [string, number][] {
  const values = Object.entries(statistics).map(([name, value]): [string, number] => [`train/${name}`, value]);
  return [...values, ['train/n_updates' satisfies MetricName, updates]];
}

function evaluationValues({ result, bestMeanReturn }: EvaluationEvent): readonly [MetricName, number][] {
  return [
    ['eval/mean_reward', result.meanReturn],
    ['eval/std_reward', result.stdReturn],
    ['eval/best_mean_reward', bestMeanReturn],
    ['eval/mean_ep_length', result.meanLength],
  ];
}

function pointsAt(step: number, time: number, values: Values): MetricPoint[] {
  return values.flatMap(([name, value]) => (value === undefined ? [] : [{ name, context: {}, step, time, value }]));
}

function byStepThenName(a: MetricPoint, b: MetricPoint): number {
  if (a.step !== b.step) return a.step - b.step;
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

function requireWindow(window: number): void {
  if (Number.isInteger(window) && window > 0) return;
  throw new CartwheelError(
    'callbacks/invalid-window',
    `The window of the metric aggregator is a number of episodes, a positive integer; got ${window}.`,
  );
}
