import type { CheckpointRecord, MetricPoint, RunError, RunStatus, TrainConfig } from '@cartwheel/experiment-state';

/** A run as the store keeps it: what was asked for, and how it went. */
export interface RunRecord {
  runId: string;
  experiment: string;
  status: RunStatus;
  algorithm: string;
  env: string;
  seed: number;
  tags: readonly string[];
  config: TrainConfig;
  /** JSON values; doubles that JSON cannot carry survive, too. A value `undefined` is left out. */
  hyperparameters: Readonly<Record<string, unknown>>;
  /** Environment steps done at the last update. */
  timesteps: number;
  /** The budget, in environment steps over all environments. */
  totalTimesteps: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Milliseconds since the epoch; the store sets it at each `updateRun`. */
  updatedAt: number;
  error: RunError | null;
  /** What the run came to: `evalMean`, `evalStd`, `seconds`, `weightsHash` … */
  summary: Readonly<Record<string, number | string>>;
}

/** What may change about a run. A field that is given replaces the old one as a whole. */
export type RunUpdate = Partial<
  Pick<RunRecord, 'status' | 'timesteps' | 'totalTimesteps' | 'hyperparameters' | 'error' | 'summary' | 'tags'>
>;

/** The points of one metric in one context. */
export interface MetricSeries {
  name: string;
  context: Readonly<Record<string, string>>;
  /** Number of points. */
  count: number;
  /** The point with the highest step. */
  last: MetricPoint;
}

export interface MetricQuery {
  name?: string;
  /** This context and no other, whatever the order of its keys; `{}` is the empty context. All contexts by default. */
  context?: Readonly<Record<string, string>>;
}

/** Runs for which all that is given is true. */
export interface RunFilter {
  status?: RunStatus;
  experiment?: string;
  env?: string;
  algorithm?: string;
  /** One of the run's tags. */
  tag?: string;
}

/**
 * The durable record of runs, keyed by run, metric name, context and step. NaN, ±Infinity and −0 come back as they went
 * in. The same point again (same key) replaces the first.
 *
 * Calls take effect in the order in which they are made, reads included. A write that resolved is on disk. Writes to a
 * run that is not there reject with `tracking/unknown-run`, reads give `null` or nothing. Every call may reject with
 * `tracking/busy`, `tracking/disk-full`, `tracking/corrupt-store`, `tracking/failed`, `tracking/worker-crashed` and,
 * after `close()`, `tracking/closed`; writes to a store that was opened `readOnly` reject with `tracking/read-only`.
 *
 * Every implementation passes the suite at `@cartwheel/tracking/testing`.
 */
export interface RunStore {
  /** Rejects with `tracking/run-exists` and `tracking/invalid-record`. */
  createRun(run: RunRecord): Promise<void>;
  updateRun(runId: string, update: RunUpdate): Promise<void>;
  /**
   * Resolves once the store's transaction has taken the points. The points of one call share one transaction. Whoever
   * awaits it before handing over more bounds the store's queue.
   *
   * Rejects with `tracking/invalid-point`: then none of the points was taken.
   */
  appendPoints(runId: string, points: readonly MetricPoint[]): Promise<void>;
  /** In one transaction with all points that still wait. The same step again replaces the first. */
  recordCheckpoint(runId: string, checkpoint: CheckpointRecord): Promise<void>;
  /**
   * Resolves when all that was handed over before is on disk. Rejects when something handed over since the last flush
   * could not be kept, also if nobody awaited it.
   */
  flush(): Promise<void>;

  run(runId: string): Promise<RunRecord | null>;
  /** Newest last. */
  runs(filter?: RunFilter): Promise<RunRecord[]>;
  /** In order of name and context. */
  series(runId: string): Promise<MetricSeries[]>;
  /** In order of name, context and step. */
  points(runId: string, query?: MetricQuery): Promise<MetricPoint[]>;
  /** In order of step. */
  checkpoints(runId: string): Promise<CheckpointRecord[]>;
  /** Flushes, with its rejections, and lets go of the file in any case. A second call does nothing more. */
  close(): Promise<void>;
}
