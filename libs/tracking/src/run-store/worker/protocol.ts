import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { RunFilter } from '../run-store.ts';
import type { TrackingErrorCode } from '../tracking-error.ts';

/*
 * What passes between the store's caller and its worker. The worker's files import values from `libsql`, `node:` and each
 * other only, and from the rest of Cartwheel types alone: so it starts without knowing how packages resolve in its parent.
 */

/** A run as it is kept: `config`, `hyperparameters` and `summary` are JSON texts. */
export interface RunRow {
  runId: string;
  experiment: string;
  status: string;
  algorithm: string;
  env: string;
  seed: number;
  tags: string[];
  config: string;
  hyperparameters: string;
  timesteps: number;
  totalTimesteps: number;
  createdAt: number;
  updatedAt: number;
  error: { code: string; message: string } | null;
  summary: string;
}

export type RunRowUpdate = Pick<RunRow, 'updatedAt'> &
  Partial<Pick<RunRow, 'status' | 'timesteps' | 'totalTimesteps' | 'hyperparameters' | 'error' | 'summary' | 'tags'>>;

/** `context` is canonical JSON. */
export interface PackedSeries {
  name: string;
  context: string;
}

/** Points as columns of one length; `seriesOf` has indexes into `series`. Doubles keep their bits. */
export interface PackedPoints {
  series: PackedSeries[];
  seriesOf: Uint32Array<ArrayBuffer>;
  steps: Float64Array<ArrayBuffer>;
  times: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
}

export interface SeriesSummary extends PackedSeries {
  count: number;
  last: { step: number; time: number; value: number };
}

export interface OpenOptions {
  /** Absolute. */
  file: string;
  readOnly: boolean;
  flushIntervalMs: number;
  busyTimeoutMs: number;
}

/** What the worker does: the argument of each operation, and what it answers. */
export interface StoreOperations {
  open(options: OpenOptions): void;
  createRun(run: RunRow): void;
  updateRun(argument: { runId: string; update: RunRowUpdate }): void;
  appendPoints(argument: { runId: string; points: PackedPoints }): void;
  recordCheckpoint(argument: { runId: string; checkpoint: CheckpointRecord }): void;
  flush(argument: null): void;
  run(runId: string): RunRow | null;
  runs(filter: RunFilter): RunRow[];
  series(runId: string): SeriesSummary[];
  points(argument: { runId: string; name: string | null; context: string | null }): PackedPoints;
  checkpoints(runId: string): CheckpointRecord[];
  close(argument: null): void;
}

export type OperationName = keyof StoreOperations;
export type Argument<Name extends OperationName> = Parameters<StoreOperations[Name]>[0];
export type Result<Name extends OperationName> = ReturnType<StoreOperations[Name]>;

/** Answered by one reply of the same id. */
export type StoreRequest = {
  [Name in OperationName]: { id: number; operation: Name; argument: Argument<Name> };
}[OperationName];

export interface Failure {
  code: TrackingErrorCode;
  message: string;
  cause?: Error;
}

export type StoreReply = { id: number; failure?: undefined; value: unknown } | { id: number; failure: Failure };
