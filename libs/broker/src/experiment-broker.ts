import type { Command, CommandOutcome, ExperimentState, MetricPoint, RunEvent } from '@cartwheel/experiment-state';

/** The right to write a run: only the writer with the highest epoch may publish. */
export interface Lease {
  runId: string;
  /** Whoever acquired it: unique to the process. */
  owner: string;
  /** Raised by one at each take-over; travels in the state as `writerEpoch`. */
  epoch: number;
  /** Milliseconds since the epoch, by the broker's clock. */
  expiresAt: number;
}

/** What came of a publish: `accepted`, or what stands there instead. */
export type PublishResult =
  | { status: 'accepted'; version: number }
  /**
   * Somebody published first: `state` is what stands there now, `version` is its version; `missed` are the events since the
   * expected version as a watcher gets them, up to 100: one snapshot where they are no longer kept.
   */
  | { status: 'conflict'; version: number; state: ExperimentState; missed: RunEvent[] }
  /** A writer with a higher epoch has taken the run over: stop writing. `state` is what stands there now. */
  | { status: 'stale'; epoch: number; state: ExperimentState };

/** What a publish is compared with. */
export interface PublishOptions {
  /** The `version` of the document that `state` was made from. */
  expectedVersion: number;
  /**
   * The same document with the same id again, after a reply was lost, is applied once. At least the last 1,000 of a run are
   * known, as far as its history goes back. Default: a fresh one.
   */
  requestId?: string;
}

/** The lease, or that of the writer who has it. */
export type LeaseResult = { status: 'acquired'; lease: Lease } | { status: 'held'; lease: Lease };
/** The lease as it is now, or the epoch of the writer who took the run over. */
export type RenewResult = { status: 'renewed'; lease: Lease } | { status: 'lost'; epoch: number };

/** Who wants to write a run, and for how long. */
export interface AcquireLeaseOptions {
  /** Unique to the process: whoever comes with the same name is taken for the same writer. */
  owner: string;
  /** Time to live, in milliseconds: three heartbeats. */
  ttlMs: number;
}

/** How a lease is kept, and who hears when it is not any more. */
export interface KeepLeaseOptions {
  /** Time to live, in milliseconds. Renewed three times in it, also while the main loop is busy for less than that. */
  ttlMs: number;
  /** A writer with a higher epoch took the run over. Called once; nothing is renewed after it. */
  onLost: (epoch: number) => void;
  /** A renewal failed; the next one may go through. */
  onError: (error: Error) => void;
}

/** Renews a lease until it is let go of. */
export interface LeaseKeeper extends AsyncDisposable {
  /** Ends the renewals and frees the lease. A second call does nothing. */
  release(): Promise<void>;
}

/** Where a watch begins, and what ends it. */
export interface WatchOptions {
  /** Events with a higher version than this come; 0, the default, for all that is kept. */
  fromVersion?: number;
  /** Ends the iteration, without an error. */
  signal?: AbortSignal;
}

/** Which runs are listed. */
export interface ListOptions {
  experiment?: string;
  status?: ExperimentState['status'];
  /** One of the run's tags. */
  tag?: string;
  /** Created then or later; milliseconds since the epoch. */
  since?: number;
  /** Created before then; milliseconds since the epoch. */
  until?: number;
}

/** Points between two positions of the run store: its numbers of writes, which rise and join one batch to the next. */
export interface PointBatch {
  /** The writer's, as `writerEpoch` of the state. */
  epoch: number;
  /** The position behind which these were written; 0 at the start. */
  after: number;
  /** The position up to which these reach. */
  position: number;
  points: readonly MetricPoint[];
  /** Where the window is empty, it may begin with these, whatever was written before them. Default false. */
  begins?: boolean;
}

/**
 * `position`: up to where the window reaches now, 0 while it is empty. A batch that it holds already changes nothing, so that
 * an empty one up to 0 only asks. `behind`: the batch would have left a hole, and was not taken; go on from `position`.
 */
export type PointsResult =
  | { status: 'accepted'; position: number }
  | { status: 'behind'; position: number }
  | { status: 'stale'; epoch: number };

/** Points of a run that the broker still has. */
export interface PointWindow {
  points: MetricPoint[];
  /** Up to where they reach: where to go on. */
  position: number;
  /** False when points behind the wanted position are no longer in the window: take them from the run store. */
  complete: boolean;
}

/** What somebody needs who watches and steers a run that another process trains. */
export type RunViewer = Pick<
  ExperimentBroker,
  'read' | 'watch' | 'sendCommand' | 'settleCommand' | 'commandOutcome' | 'close' | typeof Symbol.asyncDispose
>;

/**
 * Carries the live state of runs. Every implementation passes the suite at `@cartwheel/broker/testing`.
 *
 * The events of a run (a published state, a command, a command's outcome) are numbered 1, 2, 3 … without gap: that number
 * is the event's version, and a document's `version` is that of the event which put it there.
 *
 * Whatever is stored is validated on the way in (`experiment-state/invalid`) and on the way out (`broker/corrupt-document`;
 * `experiment-state/newer-version`, which is never overwritten). Unknown runs give `null` on reads and throw
 * `broker/unknown-run` on everything else. A broker that cannot be reached throws `broker/unreachable` with the address and
 * the cause, within its deadline; one that refuses a command throws `broker/refused`; one for which too much waits already
 * throws `broker/overloaded`; a closed one throws `broker/closed`.
 */
export interface ExperimentBroker extends AsyncDisposable {
  /** Puts a new run's first document there as version 1, and gives it. Throws `broker/run-exists`. */
  create(state: ExperimentState): Promise<ExperimentState>;
  /**
   * Compare-and-set on the version and the writer's epoch, and one event in the run's history, in one step. Throws
   * `broker/lost-run` where the run that this broker put there is gone: `create` puts it there again, with its epoch.
   */
  publish(state: ExperimentState, options: PublishOptions): Promise<PublishResult>;
  /** A run that is not at its end, and whose lease ran out without being released, reads as `lost`. */
  read(runId: string): Promise<ExperimentState | null>;
  /** By creation, newest last, each as `read` gives it. A run whose document cannot be read is left out. */
  list(options?: ListOptions): Promise<ExperimentState[]>;
  /** Takes a run away with its history; false where there is none. Throws `broker/run-held` while somebody writes it. */
  delete(runId: string): Promise<boolean>;
  /**
   * Events without gap and in order of version; where older ones were trimmed, one `snapshot` event stands for them.
   * Goes on until the signal aborts, the loop is left, or the broker is closed; a lost connection only delays it.
   */
  watch(runId: string, options?: WatchOptions): AsyncIterable<RunEvent>;

  /** The same command id again changes nothing. */
  sendCommand(runId: string, command: Command): Promise<void>;
  /** Commands without an outcome, in the order in which they were sent. */
  pendingCommands(runId: string): Promise<Command[]>;
  /**
   * The same as they come, each once. Goes on until the signal aborts, the loop is left, or the broker is closed; a lost
   * connection only delays it.
   */
  watchCommands(runId: string, options?: { signal?: AbortSignal }): AsyncIterable<Command>;
  /** The first outcome counts; gives what stands. Throws `broker/unknown-command`. */
  settleCommand(runId: string, outcome: CommandOutcome): Promise<CommandOutcome>;
  /** The outcome of one of the run's last settled commands (2,000 by default). */
  commandOutcome(runId: string, commandId: string): Promise<CommandOutcome | null>;

  /** Puts points into the run's window, the newest of which are kept. The run store has them all. */
  publishPoints(runId: string, batch: PointBatch): Promise<PointsResult>;
  /** The batches that reach past the position `after`, as far as the window holds them. */
  readPoints(runId: string, options?: { after?: number }): Promise<PointWindow>;

  /** A free or expired lease is acquired with a raised epoch; its own lease, expired or not, an owner gets again as it is. */
  acquireLease(runId: string, options: AcquireLeaseOptions): Promise<LeaseResult>;
  /** An expired lease whose epoch nobody raised is taken again. */
  renewLease(lease: Lease, options: { ttlMs: number }): Promise<RenewResult>;
  /** Renews a lease in the background; where it can, beside the main loop. */
  keepLease(lease: Lease, options: KeepLeaseOptions): LeaseKeeper;
  /** Does nothing when the lease is lost. */
  releaseLease(lease: Lease): Promise<void>;

  /** Ends all watches and lets go of everything. A second call does nothing. */
  close(): Promise<void>;
}
