import type {
  CheckpointRecord,
  Command,
  CommandOutcome,
  Host,
  MetricPoint,
  RunError,
  RunStatus,
  TrainConfig,
} from '@cartwheel/experiment-state';
import type { CommandRecord } from './command-rows.ts';
import type { RelayCursor, CursorClaimOptions, CursorProgress } from './relay-cursor.ts';
import type { EntryKind, RunEntry } from './run-entry.schema.ts';

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
  /** Where it is trained, or was last; null of runs that were recorded before this was kept. */
  host: Host | null;
  /** What the run came to: `evalMean`, `evalStd`, `seconds`, `weightsHash` … */
  summary: Readonly<Record<string, number | string>>;
}

/** What may change about a run. A field that is given replaces the old one as a whole. */
export type RunUpdate = Partial<
  Pick<RunRecord, 'status' | 'timesteps' | 'totalTimesteps' | 'hyperparameters' | 'error' | 'host' | 'summary' | 'tags'>
>;

/** A point whose step may be beyond 2^53; it is then a bigint, below 2^63. */
export interface StepPoint extends Omit<MetricPoint, 'step'> {
  step: number | bigint;
}

/** The points of one metric in one context. */
export interface MetricSeries {
  name: string;
  context: Readonly<Record<string, string>>;
  /** Number of points. */
  count: number;
  /** The point with the highest step; one beyond 2^53 is rounded. */
  last: MetricPoint;
}

/** Which series of a run are meant. */
export interface MetricQuery {
  name?: string;
  /** This context and no other, whatever the order of its keys; `{}` is the empty context. All contexts by default. */
  context?: Readonly<Record<string, string>>;
}

/** What of a series a chart shows. */
export interface CurveQuery extends MetricQuery {
  /** Of each series, at most so many points. Default 2000. */
  maxPoints?: number;
  /** Steps from here on. Default 0. */
  fromStep?: number;
  /** Steps up to and with this one. Default: all. */
  toStep?: number;
}

/** A line that the run's process wrote. */
export interface ConsoleLine {
  /** Milliseconds since the epoch. */
  time: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

/** What was written behind a position. */
export interface RunChanges {
  /** Where to go on: the position of the last write among them, or the one that was asked for. */
  position: number;
  /** In order of name, context and step. */
  points: StepPoint[];
  /** In the order in which they were written. */
  entries: RunEntry[];
}

/** Runs for which all that is given is true. */
export interface RunFilter {
  status?: RunStatus;
  experiment?: string;
  env?: string;
  algorithm?: string;
  seed?: number;
  /** One of the run's tags. */
  tag?: string;
  /** The beginning of its id. */
  idPrefix?: string;
  /** Created then or later; milliseconds since the epoch. */
  createdFrom?: number;
  /** Created before. */
  createdTo?: number;
  /** Changed then or later, as `updatedAt` says. */
  updatedFrom?: number | undefined;
  /** The newest so many of them. Default: all. */
  limit?: number | undefined;
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
  /** With all that is recorded of it; what lies beside the store, such as checkpoint folders, stays. */
  deleteRun(runId: string): Promise<void>;
  /**
   * Resolves once the store's transaction has taken the points. The points of one call share one transaction. Whoever
   * awaits it before handing over more bounds the store's queue.
   *
   * Rejects with `tracking/invalid-point`: then none of the points was taken.
   */
  appendPoints(runId: string, points: readonly StepPoint[]): Promise<void>;
  /**
   * A text, an image, a figure, a histogram or a reference to a file. The same kind, name, context and step again replaces
   * the first. Rejects with `tracking/invalid-record`.
   */
  appendEntry(runId: string, entry: RunEntry): Promise<void>;
  /** Waits for others to share its transaction, as points do. */
  appendConsole(runId: string, lines: readonly ConsoleLine[]): Promise<void>;
  /** The same id again changes nothing. */
  recordCommand(runId: string, command: Command): Promise<void>;
  /** The first outcome of a command stays. Rejects with `tracking/invalid-record` for a command that was not recorded. */
  recordOutcome(runId: string, outcome: CommandOutcome): Promise<void>;
  /**
   * In one transaction with all points that still wait. The same step again replaces the first. The checkpoints of the
   * steps `forget` are no more: their folders are about to be deleted.
   */
  recordCheckpoint(
    runId: string,
    checkpoint: CheckpointRecord,
    options?: { forget?: readonly number[] },
  ): Promise<void>;
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
  /** In order of name, context and step. Rejects with `tracking/big-step`. */
  points(runId: string, query?: MetricQuery): Promise<MetricPoint[]>;
  /** The same, for runs with steps beyond 2^53. */
  pointsWithBigSteps(runId: string, query?: MetricQuery): Promise<StepPoint[]>;
  /**
   * The same for a chart: a series of more than `maxPoints` points is thinned out, such that the lowest and the highest
   * value of each span of steps stay, and the first and last point. NaN stays where a span has nothing else.
   */
  curve(runId: string, query?: CurveQuery): Promise<MetricPoint[]>;
  /** In the order in which they were written. */
  entries(runId: string, query?: { kind?: EntryKind; name?: string }): Promise<RunEntry[]>;
  /** The last lines, 1000 by default, in the order in which they came. */
  console(runId: string, options?: { limit?: number }): Promise<ConsoleLine[]>;
  /** In the order in which they were sent. */
  commands(runId: string): Promise<CommandRecord[]>;
  /** In order of step. */
  checkpoints(runId: string): Promise<CheckpointRecord[]>;

  /**
   * Points and entries that were written behind the position `after`: each write as a whole, until there are `limit`
   * (default 2000) points or more. A point that was written again since is given at its last place only.
   */
  changes(runId: string, options: { after: number; limit?: number }): Promise<RunChanges>;
  /** Of the last write of points or entries: `changes` behind it are those to come. 0 where there is none. */
  position(runId: string): Promise<number>;
  /**
   * Makes one's own the cursor of a tracker, from 0 where there is none. Rejects with `tracking/cursor-taken` while another
   * owner's claim lasts.
   */
  claimCursor(runId: string, tracker: string, claim: CursorClaimOptions): Promise<RelayCursor>;
  /** Keeps how far the owner got, and its claim. Rejects with `tracking/cursor-taken` when it is another's by now. */
  saveCursor(runId: string, tracker: string, progress: CursorProgress): Promise<void>;
  /** In order of tracker. */
  cursors(runId: string): Promise<RelayCursor[]>;
  /** Flushes, with its rejections, and lets go of the file in any case. A second call does nothing more. */
  close(): Promise<void>;
}
