export { openRunStore, type RunStoreOptions } from './run-store/open-run-store.ts';
export { STORE_FILE, type StoreLocation } from './run-store/store-location.ts';
export type { MetricQuery, MetricSeries, RunFilter, RunRecord, RunStore, RunUpdate } from './run-store/run-store.ts';
export { TrackingError, type TrackingErrorCode } from './run-store/tracking-error.ts';
