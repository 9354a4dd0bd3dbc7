import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Metrics } from '../server/protocol.ts';
import { prometheusName } from './prometheus-name.ts';

/** The latest value of one of a run's metrics, by its name in docs/metrics.md. */
export interface MetricValue {
  readonly name: string;
  /** NaN and ±Infinity are values too. */
  readonly value: number;
}

/** What the metrics of a run are labelled with. */
export interface RunMetricsOptions {
  /** A label of each metric. */
  readonly runId: string;
  /** What a metric means, for its HELP line. Default: its name. */
  readonly describe?: ((name: string) => string) | undefined;
  /** Adds prom-client's metrics of the process (`process_…`, `nodejs_…`). Default: true. */
  readonly withProcess?: boolean | undefined;
}

/** The metrics of a run as Prometheus reads them. */
export interface RunMetrics {
  /** Sets the latest values. */
  set(values: Iterable<MetricValue>): void;
  /** The page for `startHealthServer({ metrics })`. */
  page(): Promise<Metrics>;
}

/** A run's metrics as Prometheus gauges: `cartwheel_train_loss{runId="…"} 0.5`. */
export function createRunMetrics(options: RunMetricsOptions): RunMetrics {
  const { runId, describe = (name) => name, withProcess = true } = options;
  const registry = new Registry();
  registry.setDefaultLabels({ runId });
  if (withProcess) collectDefaultMetrics({ register: registry });
  const gauges = new Map<string, Gauge>();
  const gaugeOf = (name: string): Gauge => {
    const known = gauges.get(name);
    if (known !== undefined) return known;
    const gauge = new Gauge({ name: prometheusName(name), help: describe(name), registers: [registry] });
    gauges.set(name, gauge);
    return gauge;
  };
  return {
    set(values) {
      for (const { name, value } of values) gaugeOf(name).set(value);
    },
    async page() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
