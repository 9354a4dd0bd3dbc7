import type { Command, CommandOutcome, ExperimentState, RunEvent } from '@cartwheel/experiment-state';

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

export type PublishResult =
  | { status: 'accepted'; version: number }
  /** Somebody published first: `state` is what stands there now, `version` is its version. */
  | { status: 'conflict'; version: number; state: ExperimentState }
  /** A writer with a higher epoch has taken the run over: stop writing. */
  | { status: 'stale'; epoch: number };

export interface PublishOptions {
  /** The `version` of the document that `state` was made from. */
  expectedVersion: number;
  /** The same id again, after a reply was lost, is applied once. The last 1,000 of a run are known. Default: a fresh one. */
  requestId?: string;
}

export type LeaseResult = { status: 'acquired'; lease: Lease } | { status: 'held'; lease: Lease };
export type RenewResult = { status: 'renewed'; lease: Lease } | { status: 'lost'; epoch: number };

export interface AcquireLeaseOptions {
  /** Unique to the process: whoever comes with the same name is taken for the same writer. */
  owner: string;
  /** Time to live, in milliseconds. */
  ttlMs: number;
}

export interface WatchOptions {
  /** Events with a higher version than this come; 0, the default, for all that is kept. */
  fromVersion?: number;
  /** Ends the iteration, without an error. */
  signal?: AbortSignal;
}

export interface ListOptions {
  experiment?: string;
  status?: ExperimentState['status'];
}

/**
 * Carries the live state of runs. Every implementation passes the suite at `@cartwheel/broker/testing`.
 *
 * The events of a run (a published state, a command, a command's outcome) are numbered 1, 2, 3 … without gap: that number
 * is the event's version, and a document's `version` is that of the event which put it there.
 *
 * Whatever is stored is validated on the way in (`experiment-state/invalid`) and on the way out (`broker/corrupt-document`;
 * `experiment-state/newer-version`, which is never overwritten). Unknown runs give `null` on reads and throw
 * `broker/unknown-run` on everything else. A broker that cannot be reached throws `broker/unreachable` with the address and
 * the cause, within its deadline; one that refuses a command throws `broker/refused`; a closed one throws `broker/closed`.
 */
export interface ExperimentBroker extends AsyncDisposable {
  /** Puts a new run's first document there as version 1, and gives it. Throws `broker/run-exists`. */
  create(state: ExperimentState): Promise<ExperimentState>;
  /** Compare-and-set on the version and the writer's epoch, and one event in the run's history, in one step. */
  publish(state: ExperimentState, options: PublishOptions): Promise<PublishResult>;
  read(runId: string): Promise<ExperimentState | null>;
  /** By creation, newest last. A run whose document cannot be read is left out. */
  list(options?: ListOptions): Promise<ExperimentState[]>;
  /**
   * Events without gap and in order of version; where older ones were trimmed, one `snapshot` event stands for them.
   * Goes on until the signal aborts, the loop is left, or the broker is closed; a lost connection only delays it.
   */
  watch(runId: string, options?: WatchOptions): AsyncIterable<RunEvent>;

  /** The same command id again changes nothing. */
  sendCommand(runId: string, command: Command): Promise<void>;
  /** Commands without an outcome, in the order in which they were sent. */
  pendingCommands(runId: string): Promise<Command[]>;
  /** The first outcome counts; gives what stands. Throws `broker/unknown-command`. */
  settleCommand(runId: string, outcome: CommandOutcome): Promise<CommandOutcome>;
  /** The outcome of one of the run's last settled commands (2,000 by default). */
  commandOutcome(runId: string, commandId: string): Promise<CommandOutcome | null>;

  /** A free or expired lease is acquired with a raised epoch; its own lease, expired or not, an owner gets again as it is. */
  acquireLease(runId: string, options: AcquireLeaseOptions): Promise<LeaseResult>;
  /** An expired lease whose epoch nobody raised is taken again. */
  renewLease(lease: Lease, options: { ttlMs: number }): Promise<RenewResult>;
  /** Does nothing when the lease is lost. */
  releaseLease(lease: Lease): Promise<void>;

  /** Ends all watches and lets go of everything. A second call does nothing. */
  close(): Promise<void>;
}
