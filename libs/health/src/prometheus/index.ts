export { prometheusName } from './prometheus-name.ts';
export { createRunMetrics, type MetricValue, type RunMetrics, type RunMetricsOptions } from './run-metrics.ts';
