import { createLagMonitor, type LagMonitor } from '@cartwheel/async-guard';
import type { MetricName } from '../metrics/metrics.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';

/** Where the values go, and how often. */
export interface SystemMetricsOptions {
  /** Takes a value in: the `record` of a metric aggregator. */
  record: (name: MetricName, value: number) => void;
  /**
   * The least time between two measurements, in milliseconds: to ask the system takes a quarter of a millisecond. Default
   * 1 000.
   */
  everyMs?: number;
}

/**
 * Measures this process at the first update and then once a second: `system/cpu`, `system/memory` and
 * `time/event_loop_lag`, of the time since. It comes before the callback that collects the aggregator, so that its values
 * are among the points of the same step.
 */
export function createSystemMetrics({ record, everyMs = 1_000 }: SystemMetricsOptions): TrainingCallback {
  let lag: LagMonitor | undefined;
  let cpu = process.cpuUsage();
  let measuredMs = performance.now();
  let isFirst = true;

  function stop(): void {
    lag?.[Symbol.dispose]();
    lag = undefined;
  }

  function measure(): void {
    const nowMs = performance.now();
    const elapsedMs = nowMs - measuredMs;
    if (!isFirst && elapsedMs < everyMs) return;
    isFirst = false;
    const { user, system } = process.cpuUsage(cpu);
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
      isFirst = true;
    },
    onUpdate: measure,
    onTrainingEnd: stop,
    onError: stop,
  };
}
