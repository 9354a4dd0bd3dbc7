import type { LagMonitor } from '@cartwheel/async-guard';
import type { MetricAggregator, MetricName, ProgressDispatcher, TrainingCallback } from '@cartwheel/callbacks';

/**
 * Joins the aggregator and the dispatcher: every event goes into the one, and after each update what came of it goes into
 * the other, so that all points of a step share a batch. Training waits when the record's queue is full.
 */
export function createMetricsCallback(
  aggregator: MetricAggregator,
  dispatcher: ProgressDispatcher,
  lag: LagMonitor,
): TrainingCallback {
  function handOver({ timesteps, time }: { timesteps: number; time: number }): Promise<void> | undefined {
    aggregator.record('time/dispatch_wait' satisfies MetricName, dispatcher.waitedMs / 1000);
    aggregator.record('time/event_loop_lag' satisfies MetricName, lag.takeMaxMs() / 1000);
    return dispatcher.dispatch(aggregator.collect(timesteps, time));
  }

  return {
    name: 'metrics',
    onTrainingStart: (event) => aggregator.observe(event),
    onEpisodeEnd: (event) => aggregator.observe(event),
    onRolloutEnd: (event) => aggregator.observe(event),
    onUpdate(event) {
      aggregator.observe(event);
      return handOver(event);
    },
    onEvaluation: (event) => aggregator.observe(event),
    onTrainingEnd: (event) => handOver(event),
  };
}
