export { compareRuns, type RunComparison } from './compare/compare-runs.ts';
export { exportPoints, type ExportFormat, type ExportOptions } from './export/export-points.ts';
export { inspectStore, type StoreReport } from './run-store/inspect-store.ts';
export { openRunStore, type RunStoreOptions } from './run-store/open-run-store.ts';
export { openTracker } from './relay/open-tracker.ts';
export { startRelay, type Delivery, type Relay, type RelayOptions } from './relay/start-relay.ts';
export { startRelayThread, type RelayThreadOptions } from './relay/thread/start-relay-thread.ts';
export { syncRun, type SyncReport, type SyncRunOptions } from './relay/sync-run.ts';
export type { OpenTrackedRunOptions, TrackedEnd, TrackedRun, Tracker } from './relay/tracker.ts';
export { runRecordOf } from './run-store/run-record-of.ts';
export { STORE_FILE, type StoreLocation } from './run-store/store-location.ts';
export type {
  ConsoleLine,
  CurveQuery,
  MetricQuery,
  MetricSeries,
  RunChanges,
  RunFilter,
  RunRecord,
  RunStore,
  RunUpdate,
  StepPoint,
} from './run-store/run-store.ts';
export type { CommandRecord } from './run-store/command-rows.ts';
export type { CursorClaimOptions, CursorProgress, RelayCursor, RelayState } from './run-store/relay-cursor.ts';
export type { EntryKind, EntryPlace, RunEntry } from './run-store/run-entry.schema.ts';
export { TrackingError, type TrackingErrorCode } from './run-store/tracking-error.ts';
