import type { LagMonitor } from '@cartwheel/async-guard';
import type { MetricAggregator } from '../metric-aggregator/metric-aggregator.ts';
import type { MetricName } from '../metrics/metrics.ts';
import type { ProgressDispatcher } from '../progress-dispatcher/progress-dispatcher.ts';
import { everyTimesteps } from '../training-callback/every-timesteps.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';

/** What the callback reduces by, and where its points go. */
export interface MetricsCallbackOptions {
  aggregator: MetricAggregator;
  /** Flushed at the end of training; whoever made it closes it. */
  dispatcher: ProgressDispatcher;
  /** Its lag is recorded as `time/event_loop_lag`. Whoever made it ends it. */
  lag?: LagMonitor;
  /** Hands over after the first update past each multiple of so many environment steps. Default: after each update. */
  everyTimesteps?: number;
}

/**
 * Joins an aggregator and a dispatcher: events go into the one, and after each update what came of them goes into the
 * other, so that all points of a step share a batch. Training waits where a queue is full.
 *
 * Throws `callbacks/invalid-frequency`.
 */
export function createMetricsCallback(options: MetricsCallbackOptions): TrainingCallback {
  const { aggregator, dispatcher, lag } = options;
  const frequency = options.everyTimesteps === undefined ? undefined : everyTimesteps(options.everyTimesteps);

  /** The step of the newest points; of the run's last one, where it goes on. */
  let step = 0;

  function handOver({ timesteps, time }: { timesteps: number; time: number }): Promise<void> | undefined {
    // The end of training is at the step of the last update, whose points have them.
    if (timesteps !== step) recordDelays();
    step = timesteps;
    return dispatcher.dispatch(aggregator.collect(timesteps, time));
  }

  function recordDelays(): void {
    aggregator.record('time/dispatch_wait' satisfies MetricName, dispatcher.waitedMs / 1000);
    if (lag !== undefined) aggregator.record('time/event_loop_lag' satisfies MetricName, lag.takeMaxMs() / 1000);
  }

  return {
    name: 'metrics',
    mode: 'await',
    onTrainingStart(event) {
      step = event.timesteps;
      frequency?.startAt(event.timesteps);
      aggregator.observe(event);
    },
    onEpisodeEnd: (event) => aggregator.observe(event),
    onRolloutEnd: (event) => aggregator.observe(event),
    onUpdate(event) {
      aggregator.observe(event);
      return frequency === undefined || frequency.isDue(event.timesteps) ? handOver(event) : undefined;
    },
    onEvaluation: (event) => aggregator.observe(event),
    async onTrainingEnd(event) {
      await handOver(event);
      await dispatcher.flush();
    },
  };
}
