import type { WorkerReply, WorkerRequest } from '@cartwheel/async-guard/node';
import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { ConsoleLine, RunFilter } from '../run-store.ts';
import type { TrackingErrorCode } from '../tracking-error.ts';

/*
 * What passes between the store's caller and its worker. The worker's files import values from `libsql`, `node:` and each
 * other only, and from the rest of Cartwheel types alone: so it starts without knowing how packages resolve in its parent.
 */

/** A run as it is kept: `config`, `hyperparameters`, `host`, an error's `causes` and `summary` are JSON texts. */
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
  error: { code: string; message: string; causes: string } | null;
  host: string | null;
  summary: string;
}

export type RunRowUpdate = Pick<RunRow, 'updatedAt'> &
  Partial<
    Pick<RunRow, 'status' | 'timesteps' | 'totalTimesteps' | 'hyperparameters' | 'error' | 'host' | 'summary' | 'tags'>
  >;

/** `context` is canonical JSON. */
export interface PackedSeries {
  name: string;
  context: string;
}

/**
 * Points as columns of one length; `seriesOf` has indexes into `series`. Doubles keep their bits. `bigSteps` is there
 * where a step is beyond 2^53, and then has all of them.
 */
export interface PackedPoints {
  series: PackedSeries[];
  seriesOf: Uint32Array<ArrayBuffer>;
  steps: Float64Array<ArrayBuffer>;
  bigSteps: BigInt64Array<ArrayBuffer> | null;
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

/** `context` is canonical JSON; `meta` is JSON with tagged floats. */
export interface EntryRow {
  kind: string;
  name: string;
  context: string;
  step: number;
  time: number;
  meta: string;
  body: Uint8Array | null;
}

export interface EntryQuery {
  kind: string | null;
  name: string | null;
}

/** Steps `from` ≤ step < `to`. */
export interface CurveQuery {
  name: string | null;
  context: string | null;
  from: number;
  to: number;
  maxPoints: number;
}

/** Both are JSON texts. */
export interface CommandRow {
  command: string;
  outcome: string | null;
}

export interface CursorClaim {
  tracker: string;
  owner: string;
  now: number;
  /** How long the claim lasts without a save. */
  forMs: number;
  /** An owner that is known to have ended. */
  deadOwner: string | null;
}

export interface CursorUpdate {
  tracker: string;
  owner: string;
  /** Null keeps the old one, as with `state`. */
  position: number | null;
  state: string | null;
  error: string | null;
  now: number;
  /** 0 gives the claim back. */
  forMs: number;
}

export interface CursorRow {
  tracker: string;
  position: number;
  head: number;
  pending: number;
  /** JSON. */
  state: string;
  error: string | null;
  updatedAt: number;
  owner: string | null;
  ownedUntil: number;
}

export interface PackedChanges {
  last: number;
  points: PackedPoints;
  entries: EntryRow[];
}

/** Each takes effect in its order, and is answered once it is on disk. */
export interface StoreWrites {
  createRun(run: RunRow): void;
  updateRun(argument: { runId: string; update: RunRowUpdate }): void;
  deleteRun(argument: { runId: string }): void;
  appendPoints(argument: { runId: string; points: PackedPoints }): void;
  appendEntry(argument: { runId: string; entry: EntryRow }): void;
  appendConsole(argument: { runId: string; lines: readonly ConsoleLine[] }): void;
  recordCheckpoint(argument: { runId: string; checkpoint: CheckpointRecord; forget: number[] }): void;
  recordCommand(argument: { runId: string; command: { id: string; command: string; sentAt: number } }): void;
  recordOutcome(argument: { runId: string; outcome: { commandId: string; outcome: string } }): void;
  claimCursor(argument: { runId: string; claim: CursorClaim }): void;
  saveCursor(argument: { runId: string; update: CursorUpdate }): void;
}

/** Each sees all that was written before. A run that is not there has nothing. */
export interface StoreReads {
  run(argument: { runId: string }): RunRow | null;
  runs(filter: RunFilter): RunRow[];
  series(argument: { runId: string }): SeriesSummary[];
  points(argument: { runId: string; name: string | null; context: string | null }): PackedPoints;
  curve(argument: { runId: string; query: CurveQuery }): PackedPoints;
  entries(argument: { runId: string; query: EntryQuery }): EntryRow[];
  console(argument: { runId: string; limit: number }): ConsoleLine[];
  checkpoints(argument: { runId: string }): CheckpointRecord[];
  commands(argument: { runId: string }): CommandRow[];
  cursors(argument: { runId: string }): CursorRow[];
  changes(argument: { runId: string; after: number; limit: number }): PackedChanges;
  position(argument: { runId: string }): number;
}

/** What the worker does: the argument of each operation, and what it answers. */
export interface StoreOperations extends StoreWrites, StoreReads {
  open(options: OpenOptions): void;
  flush(argument: null): void;
  close(argument: null): void;
}

export type WriteName = keyof StoreWrites;
export type ReadName = keyof StoreReads;
export type Argument<Name extends WriteName | ReadName> = Parameters<StoreOperations[Name]>[0];
export type Result<Name extends WriteName | ReadName> = ReturnType<StoreOperations[Name]>;

export type StoreRequest = WorkerRequest<StoreOperations>;

export interface Failure {
  code: TrackingErrorCode;
  message: string;
  cause?: Error;
}

export type StoreReply = WorkerReply<Failure>;
