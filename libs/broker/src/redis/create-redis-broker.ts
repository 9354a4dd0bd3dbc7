import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import {
  SCHEMA_VERSION,
  type Command,
  type CommandOutcome,
  type ExperimentState,
  type RunEvent,
} from '@cartwheel/experiment-state';
import { BrokerError, brokerClosed } from '../broker-error.ts';
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
import type { WatchCursor } from '../history/watch-cursor.ts';
import { checkLeaseOptions } from '../lease/lease-options.ts';
import { selectRuns } from '../list-runs.ts';
import { followCommands } from '../watch/follow-commands.ts';
import { followHistory } from '../watch/follow-history.ts';
import { keepBesideMainLoop } from './lease/keep-beside-main-loop.ts';
import { redisBrokerSettings, type RedisBrokerOptions, type RedisBrokerSettings } from './redis-broker-options.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisCommands } from './run/redis-commands.ts';
import { RedisLeases } from './run/redis-leases.ts';
import { RedisPoints } from './run/redis-points.ts';
import { RedisRun } from './run/redis-run.ts';
import { PublishQueue } from './run/publish-queue.ts';
import { keptEvents, RunAccess } from './run/run-access.ts';
import { runKeys } from './run/run-keys.ts';
import { RunShelf } from './run/run-shelf.ts';
import { checkServer } from './server-checks.ts';
import { WakeUps } from './wake-ups.ts';

/**
 * A broker in Redis 7.0 or newer, for watching and steering runs from other processes. Connected when the promise resolves.
 *
 * Throws, within `connectTimeoutMs`, `broker/unreachable` (nobody there, or not Redis), `broker/refused` (a wrong
 * password …), `broker/unsupported-server` or `broker/evicting-server`; `broker/invalid-options` at once.
 */
export async function createRedisBroker(options: RedisBrokerOptions): Promise<ExperimentBroker> {
  const settings = redisBrokerSettings(options);
  const connection = new RedisConnection(settings);
  await connection.open();
  try {
    for (const info of await connection.info('server', 'memory')) checkServer(info, settings.address);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return new RedisBroker(connection, settings);
}

/** More runs than one process is likely to write at once. */
const KEPT_ACCESSES = 1000;

class RedisBroker implements ExperimentBroker {
  readonly #connection: RedisConnection;
  readonly #settings: RedisBrokerSettings;
  readonly #wakeUps: WakeUps;
  readonly #shelf: RunShelf;
  readonly #queue: PublishQueue;
  readonly #accesses = new Map<string, RunAccess>();
  readonly #closed = new AbortController();
  /** Of this broker alone; with a number it is a request's. */
  readonly #id = randomUUID();
  #requests = 0;
  #closing: Promise<void> | undefined;

  constructor(connection: RedisConnection, settings: RedisBrokerSettings) {
    this.#connection = connection;
    this.#settings = settings;
    this.#wakeUps = new WakeUps(settings);
    // Each watch listens to it.
    setMaxListeners(0, this.#closed.signal);
    this.#queue = new PublishQueue(connection, [SCHEMA_VERSION, settings.snapshotEvery, keptEvents(settings)]);
    this.#shelf = new RunShelf(connection, settings.keyPrefix, {
      access: (runId) => this.#access(runId),
      report: (error) => this.#report(error),
    });
  }

  async create(state: ExperimentState): Promise<ExperimentState> {
    return this.#shelf.create(state);
  }

  publish(state: ExperimentState, options: PublishOptions): Promise<PublishResult> {
    const { expectedVersion, requestId = this.#nextRequestId() } = options;
    return this.#shelf.publish(state, expectedVersion, requestId);
  }

  async read(runId: string): Promise<ExperimentState | null> {
    return (await new RedisRun(this.#access(runId)).read())?.state ?? null;
  }

  async list(options: ListOptions = {}): Promise<ExperimentState[]> {
    return selectRuns(await this.#shelf.find(options), options);
  }

  delete(runId: string): Promise<boolean> {
    return this.#shelf.delete(runId);
  }

  watch(runId: string, options: WatchOptions = {}): AsyncIterable<RunEvent> {
    if (this.#closed.signal.aborted) throw brokerClosed();
    const { wakeUp } = runKeys(this.#settings.keyPrefix, runId);
    const history = {
      read: (cursor: WatchCursor) => this.#whileAway(() => new RedisRun(this.#access(runId)).pass(cursor)),
      onChange: (wake: () => void) => this.#wakeUps.subscribe(wakeUp, wake),
    };
    return followHistory(history, options, this.#closed.signal);
  }

  sendCommand(runId: string, command: Command): Promise<void> {
    return new RedisCommands(this.#access(runId)).send(command);
  }

  pendingCommands(runId: string): Promise<Command[]> {
    return new RedisCommands(this.#access(runId)).pending();
  }

  watchCommands(runId: string, { signal }: { signal?: AbortSignal } = {}): AsyncIterable<Command> {
    if (this.#closed.signal.aborted) throw brokerClosed();
    const { commandWakeUp } = runKeys(this.#settings.keyPrefix, runId);
    const source = {
      pending: () => this.#whileAway(() => this.pendingCommands(runId)),
      onChange: (wake: () => void) => this.#wakeUps.subscribe(commandWakeUp, wake),
    };
    return followCommands(source, signal, this.#closed.signal);
  }

  settleCommand(runId: string, outcome: CommandOutcome): Promise<CommandOutcome> {
    return new RedisCommands(this.#access(runId)).settle(outcome);
  }

  commandOutcome(runId: string, commandId: string): Promise<CommandOutcome | null> {
    return new RedisCommands(this.#access(runId)).outcome(commandId);
  }

  publishPoints(runId: string, batch: PointBatch): Promise<PointsResult> {
    return new RedisPoints(this.#access(runId)).publish(batch);
  }

  readPoints(runId: string, { after = 0 }: { after?: number } = {}): Promise<PointWindow> {
    return new RedisPoints(this.#access(runId)).read(after);
  }

  async acquireLease(runId: string, options: AcquireLeaseOptions): Promise<LeaseResult> {
    checkLeaseOptions(options);
    return new RedisLeases(this.#access(runId)).acquire(options);
  }

  async renewLease(lease: Lease, { ttlMs }: { ttlMs: number }): Promise<RenewResult> {
    checkLeaseOptions({ ttlMs });
    return new RedisLeases(this.#access(lease.runId)).renew(lease, ttlMs);
  }

  keepLease(lease: Lease, options: KeepLeaseOptions): LeaseKeeper {
    if (this.#closed.signal.aborted) throw brokerClosed();
    checkLeaseOptions(options);
    const { url, connection, cluster, connectTimeoutMs, commandTimeoutMs, keyPrefix } = this.#settings;
    const client = { url, connection, cluster, connectTimeoutMs, commandTimeoutMs };
    return keepBesideMainLoop(this, lease, options, { client, runKey: runKeys(keyPrefix, lease.runId).run });
  }

  releaseLease(lease: Lease): Promise<void> {
    return new RedisLeases(this.#access(lease.runId)).release(lease);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #nextRequestId(): string {
    this.#requests += 1;
    return `${this.#id}:${this.#requests}`;
  }

  async #close(): Promise<void> {
    this.#closed.abort();
    await Promise.all([this.#connection.close(), this.#wakeUps.close()]);
  }

  #access(runId: string): RunAccess {
    const known = this.#accesses.get(runId);
    if (known !== undefined) return known;
    const [connection, queue] = [this.#connection, this.#queue];
    const keys = runKeys(this.#settings.keyPrefix, runId);
    const access = new RunAccess({ connection, queue }, runId, keys, this.#settings);
    if (this.#accesses.size >= KEPT_ACCESSES) this.#accesses.clear();
    this.#accesses.set(runId, access);
    return access;
  }

  /** While Redis is away a watcher waits: the wake-up after the reconnection, or the poll, makes it look again. */
  async #whileAway<Item>(read: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof BrokerError) || error.code !== 'broker/unreachable') throw error;
      this.#report(error);
      return [];
    }
  }

  #report(error: unknown): void {
    if (error instanceof Error && !this.#closed.signal.aborted) this.#settings.onError(error);
  }
}
