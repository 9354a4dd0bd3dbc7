import type { Command, CommandOutcome, ExperimentState, RunEvent } from '@cartwheel/experiment-state';
import { BrokerError, brokerClosed } from '../broker-error.ts';
import type {
  AcquireLeaseOptions,
  ExperimentBroker,
  Lease,
  LeaseResult,
  ListOptions,
  PublishOptions,
  PublishResult,
  RenewResult,
  WatchOptions,
} from '../experiment-broker.ts';
import { checkLeaseOptions } from '../lease-options.ts';
import { selectRuns } from '../list-runs.ts';
import { followHistory } from '../watch/follow-history.ts';
import { redisBrokerSettings, type RedisBrokerOptions, type RedisBrokerSettings } from './redis-broker-options.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisRun } from './redis-run.ts';
import { indexKey, runKeys } from './run-keys.ts';
import { checkServerVersion } from './server-version.ts';
import { WakeUps } from './wake-ups.ts';

/**
 * A broker in Redis 7.0 or newer, for watching and steering runs from other processes. Connected when the promise resolves.
 *
 * Throws, within `connectTimeoutMs`, `broker/unreachable` (nobody there, or not Redis), `broker/refused` (a wrong
 * password …) or `broker/unsupported-server`; `broker/invalid-options` at once.
 */
export async function createRedisBroker(options: RedisBrokerOptions): Promise<ExperimentBroker> {
  const settings = redisBrokerSettings(options);
  const connection = new RedisConnection(settings);
  await connection.open();
  try {
    checkServerVersion(await connection.call((client) => client.info('server')), settings.address);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return new RedisBroker(connection, settings);
}

class RedisBroker implements ExperimentBroker {
  readonly #connection: RedisConnection;
  readonly #settings: RedisBrokerSettings;
  readonly #wakeUps: WakeUps;
  readonly #closed = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(connection: RedisConnection, settings: RedisBrokerSettings) {
    this.#connection = connection;
    this.#settings = settings;
    this.#wakeUps = new WakeUps(settings);
  }

  async create(state: ExperimentState): Promise<ExperimentState> {
    const created = await this.#run(state.runId).create(state);
    await this.#addToIndex(created);
    return created;
  }

  publish(state: ExperimentState, options: PublishOptions): Promise<PublishResult> {
    return this.#run(state.runId).publish(state, options);
  }

  read(runId: string): Promise<ExperimentState | null> {
    return this.#run(runId).read();
  }

  async list(options?: ListOptions): Promise<ExperimentState[]> {
    const index = indexKey(this.#settings.keyPrefix);
    const runIds = await this.#connection.call((client) => client.zrange(index, '0', '-1'));
    const states = await Promise.all(runIds.map((runId) => this.#readListed(runId)));
    return selectRuns(
      states.filter((state) => state !== null),
      options,
    );
  }

  watch(runId: string, options: WatchOptions = {}): AsyncIterable<RunEvent> {
    if (this.#closed.signal.aborted) throw brokerClosed();
    const { wakeUp } = runKeys(this.#settings.keyPrefix, runId);
    const history = {
      read: (after: number) => this.#readHistory(runId, after),
      onChange: (wake: () => void) => this.#wakeUps.subscribe(wakeUp, wake),
    };
    return followHistory(history, options, this.#closed.signal);
  }

  sendCommand(runId: string, command: Command): Promise<void> {
    return this.#run(runId).send(command);
  }

  pendingCommands(runId: string): Promise<Command[]> {
    return this.#run(runId).pendingCommands();
  }

  settleCommand(runId: string, outcome: CommandOutcome): Promise<CommandOutcome> {
    return this.#run(runId).settle(outcome);
  }

  commandOutcome(runId: string, commandId: string): Promise<CommandOutcome | null> {
    return this.#run(runId).outcome(commandId);
  }

  async acquireLease(runId: string, options: AcquireLeaseOptions): Promise<LeaseResult> {
    checkLeaseOptions(options);
    return this.#run(runId).acquireLease(options);
  }

  async renewLease(lease: Lease, { ttlMs }: { ttlMs: number }): Promise<RenewResult> {
    checkLeaseOptions({ ttlMs });
    return this.#run(lease.runId).renewLease(lease, ttlMs);
  }

  releaseLease(lease: Lease): Promise<void> {
    return this.#run(lease.runId).releaseLease(lease);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#closed.abort();
    await Promise.all([this.#connection.close(), this.#wakeUps.close()]);
  }

  #run(runId: string): RedisRun {
    const { keyPrefix, historyLimit } = this.#settings;
    return new RedisRun(this.#connection, runId, runKeys(keyPrefix, runId), historyLimit);
  }

  /** The run stands already: a failure here must not look as if it did not. */
  async #addToIndex({ runId, createdAt }: ExperimentState): Promise<void> {
    try {
      await this.#connection.call((client) =>
        client.zadd(indexKey(this.#settings.keyPrefix), String(createdAt), runId),
      );
    } catch (error) {
      this.#report(error);
    }
  }

  /** One run's trouble must not hide the others. */
  async #readListed(runId: string): Promise<ExperimentState | null> {
    try {
      return await this.read(runId);
    } catch (error) {
      if (error instanceof BrokerError && error.code !== 'broker/corrupt-document') throw error;
      this.#report(error);
      return null;
    }
  }

  /** While Redis is away a watcher waits: the wake-up after the reconnection, or the poll, makes it look again. */
  async #readHistory(runId: string, after: number): Promise<readonly RunEvent[]> {
    try {
      return await this.#run(runId).eventsAfter(after);
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
