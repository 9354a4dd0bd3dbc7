import type { Gauge, Meter } from '@opentelemetry/api';
import { METRICS, type MetricInfo } from '../metrics/metrics.ts';
import type { MetricSink } from '../progress-dispatcher/metric-sink.ts';

const INFO: ReadonlyMap<string, MetricInfo> = new Map(Object.entries(METRICS));

/**
 * The latest value of each metric as an OpenTelemetry gauge: `rollout/ep_rew_mean` is `cartwheel.rollout.ep_rew_mean`, with
 * its unit and description of docs/metrics.md and the run as an attribute.
 */
export function createMeterSink(meter: Meter): MetricSink {
  const gauges = new Map<string, Gauge>();
  const gaugeOf = (name: string): Gauge => {
    const known = gauges.get(name);
    if (known !== undefined) return known;
    const { unit = '', description = '' } = INFO.get(name) ?? {};
    const gauge = meter.createGauge(`cartwheel.${name.replaceAll('/', '.')}`, { unit, description });
    gauges.set(name, gauge);
    return gauge;
  };
  return {
    name: 'OpenTelemetry',
    kind: 'live',
    write({ runId, points }) {
      for (const { name, value, context } of points)
        gaugeOf(name).record(value, { ...context, 'cartwheel.run_id': runId });
      return Promise.resolve();
    },
  };
}
