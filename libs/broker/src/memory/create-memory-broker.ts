import { setMaxListeners } from 'node:events';
import type { Command, CommandOutcome, ExperimentState, RunEvent } from '@cartwheel/experiment-state';
import { brokerClosed, runExists, unknownRun } from '../broker-error.ts';
import type {
  AcquireLeaseOptions,
  ExperimentBroker,
  KeepLeaseOptions,
  Lease,
  LeaseKeeper,
  LeaseResult,
  ListOptions,
  PointBatch,
  PointsResult,
  PointWindow,
  PublishOptions,
  PublishResult,
  RenewResult,
  WatchOptions,
} from '../experiment-broker.ts';
import { keepInProcess } from '../lease/keep-in-process.ts';
import { checkLeaseOptions } from '../lease/lease-options.ts';
import { selectRuns } from '../list-runs.ts';
import type { WatchCursor } from '../history/watch-cursor.ts';
import { followCommands } from '../watch/follow-commands.ts';
import { followHistory } from '../watch/follow-history.ts';
import { MemoryRun, type MemoryRunOptions } from './memory-run.ts';

/** What `createMemoryBroker` takes. */
export interface MemoryBrokerOptions {
  /** Events kept for watchers of a run, at least; also outcomes kept. Default 2,000. */
  historyLimit?: number;
  /** An event holds a whole document instead of a patch at least every so many events. Default 50. */
  snapshotEvery?: number;
  /** The clock of leases, in milliseconds since the epoch. Default `Date.now`. */
  now?: () => number;
}

/** A broker in this process's memory: the embedded default, with nothing to install. */
export function createMemoryBroker(options: MemoryBrokerOptions = {}): ExperimentBroker {
  return new MemoryBroker(options);
}

class MemoryBroker implements ExperimentBroker {
  readonly #runs = new Map<string, MemoryRun>();
  readonly #closed = new AbortController();
  readonly #runOptions: MemoryRunOptions;
  readonly #now: () => number;

  constructor({ historyLimit = 2000, snapshotEvery = 50, now = Date.now }: MemoryBrokerOptions) {
    this.#runOptions = { historyLimit, snapshotEvery };
    // Each watch listens to it.
    setMaxListeners(0, this.#closed.signal);
    this.#now = now;
  }

  async create(state: ExperimentState): Promise<ExperimentState> {
    this.#assertOpen();
    const run = new MemoryRun(state, this.#runOptions);
    if (this.#runs.has(state.runId)) throw runExists(state.runId);
    this.#runs.set(state.runId, run);
    return run.document;
  }

  async publish(state: ExperimentState, options: PublishOptions): Promise<PublishResult> {
    return this.#run(state.runId).publish(state, options);
  }

  async read(runId: string): Promise<ExperimentState | null> {
    return this.#find(runId)?.stateAt(this.#now()) ?? null;
  }

  async list(options?: ListOptions): Promise<ExperimentState[]> {
    this.#assertOpen();
    return selectRuns(
      [...this.#runs.values()].map((run) => run.stateAt(this.#now())),
      options,
    );
  }

  async delete(runId: string): Promise<boolean> {
    this.#find(runId)?.delete(this.#now());
    return this.#runs.delete(runId);
  }

  watch(runId: string, options: WatchOptions = {}): AsyncIterable<RunEvent> {
    this.#assertOpen();
    const history = {
      read: async (cursor: WatchCursor) => this.#run(runId).pass(cursor),
      onChange: (wake: () => void) => this.#run(runId).onChange(wake),
    };
    return followHistory(history, options, this.#closed.signal);
  }

  async sendCommand(runId: string, command: Command): Promise<void> {
    this.#run(runId).send(command);
  }

  async pendingCommands(runId: string): Promise<Command[]> {
    return this.#run(runId).pendingCommands;
  }

  watchCommands(runId: string, { signal }: { signal?: AbortSignal } = {}): AsyncIterable<Command> {
    this.#assertOpen();
    const source = {
      pending: async () => this.#run(runId).pendingCommands,
      onChange: (wake: () => void) => this.#run(runId).onChange(wake),
    };
    return followCommands(source, signal, this.#closed.signal);
  }

  async settleCommand(runId: string, outcome: CommandOutcome): Promise<CommandOutcome> {
    return this.#run(runId).settle(outcome);
  }

  async commandOutcome(runId: string, commandId: string): Promise<CommandOutcome | null> {
    return this.#find(runId)?.outcome(commandId) ?? null;
  }

  async publishPoints(runId: string, batch: PointBatch): Promise<PointsResult> {
    return this.#run(runId).addPoints(batch);
  }

  async readPoints(runId: string, { after = 0 }: { after?: number } = {}): Promise<PointWindow> {
    return this.#find(runId)?.points.read(after) ?? { points: [], position: after, complete: true };
  }

  async acquireLease(runId: string, options: AcquireLeaseOptions): Promise<LeaseResult> {
    checkLeaseOptions(options);
    return this.#run(runId).acquireLease(options, this.#now());
  }

  async renewLease(lease: Lease, { ttlMs }: { ttlMs: number }): Promise<RenewResult> {
    checkLeaseOptions({ ttlMs });
    return this.#run(lease.runId).renewLease(lease, ttlMs, this.#now());
  }

  keepLease(lease: Lease, options: KeepLeaseOptions): LeaseKeeper {
    this.#assertOpen();
    checkLeaseOptions(options);
    return keepInProcess(this, lease, options);
  }

  async releaseLease(lease: Lease): Promise<void> {
    this.#run(lease.runId).releaseLease(lease);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#runs.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #find(runId: string): MemoryRun | undefined {
    this.#assertOpen();
    return this.#runs.get(runId);
  }

  #run(runId: string): MemoryRun {
    const run = this.#find(runId);
    if (run === undefined) throw unknownRun(runId);
    return run;
  }

  #assertOpen(): void {
    if (this.#closed.signal.aborted) throw brokerClosed();
  }
}
