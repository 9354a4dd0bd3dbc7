export { createCsvSink } from '../metric-files/csv-sink.ts';
export { createJsonLinesSink } from '../metric-files/json-lines-sink.ts';
export { createSystemMetrics, type SystemMetricsOptions } from '../system-metrics/system-metrics.ts';
export { removeFolder } from './remove-folder.ts';
