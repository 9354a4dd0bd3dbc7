import { createLagMonitor, type LagMonitor } from '@cartwheel/async-guard';
import type { MetricName } from '../metrics/metrics.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';

export interface SystemMetricsOptions {
  /** Takes a value in: the `record` of a metric aggregator. */
  record: (name: MetricName, value: number) => void;
}

/**
 * Measures this process at each update: `system/cpu`, `system/memory` and `time/event_loop_lag`. It comes before the
 * callback that collects the aggregator, so that its values are among the points of the same step.
 */
export function createSystemMetrics({ record }: SystemMetricsOptions): TrainingCallback {
  let lag: LagMonitor | undefined;
  let cpu = process.cpuUsage();
  let measuredMs = performance.now();

  function stop(): void {
    lag?.[Symbol.dispose]();
    lag = undefined;
  }

  function measure(): void {
    const { user, system } = process.cpuUsage(cpu);
    const nowMs = performance.now();
    const elapsedMs = nowMs - measuredMs;
    if (elapsedMs > 0) record('system/cpu', (user + system) / 1000 / elapsedMs);
    record('system/memory', process.memoryUsage.rss());
    if (lag !== undefined) record('time/event_loop_lag', lag.takeMaxMs() / 1000);
    cpu = process.cpuUsage();
    measuredMs = nowMs;
  }

  return {
    name: 'system metrics',
    onTrainingStart() {
      stop();
      lag = createLagMonitor();
      cpu = process.cpuUsage();
      measuredMs = performance.now();
    },
    onUpdate: measure,
    onTrainingEnd: stop,
    onError: stop,
  };
}
