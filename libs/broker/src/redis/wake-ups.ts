import { createErrorSink, createScope, type Scope } from '@cartwheel/async-guard';
import { RedisConnection } from './redis-connection.ts';
import type { RedisBrokerSettings } from './redis-broker-options.ts';

type Wake = () => void;

/**
 * Tells watchers that a run may have changed: by pub/sub on a connection of its own, made at the first watch; after each
 * reconnection; and every `pollIntervalMs`, since a message to nobody is lost. Watchers read the stream for what changed.
 */
export class WakeUps {
  readonly #settings: RedisBrokerSettings;
  readonly #watchers = new Map<string, Set<Wake>>();
  readonly #scope: Scope;
  #connection: RedisConnection | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(settings: RedisBrokerSettings) {
    this.#settings = settings;
    const sink = createErrorSink(({ error }) => settings.onError(error));
    this.#scope = createScope({ name: 'redis wake-ups', sink });
  }

  /** Calls `wake` when there may be something new on `channel`; gives the disposer. */
  subscribe(channel: string, wake: Wake): () => void {
    // quality-ignore unguarded -- what it wakes hands its failures to onError
    this.#poll ??= setInterval(() => this.#wakeAll(), this.#settings.pollIntervalMs);
    const watchers = this.#watchers.get(channel) ?? new Set();
    watchers.add(wake);
    this.#watchers.set(channel, watchers);
    if (watchers.size === 1) this.#listen(channel);
    return () => this.#unsubscribe(channel, wake);
  }

  async close(): Promise<void> {
    clearInterval(this.#poll);
    this.#watchers.clear();
    // What was under way ends with the connection, and is no failure any more.
    const closing = this.#scope.close();
    await this.#connection?.close();
    await closing;
  }

  #unsubscribe(channel: string, wake: Wake): void {
    const watchers = this.#watchers.get(channel);
    watchers?.delete(wake);
    if (watchers?.size !== 0) return;
    this.#watchers.delete(channel);
    // A connection that comes back subscribes only to what is watched then.
    if (this.#connection?.isReady === true) {
      const connection = this.#connection;
      this.#inBackground('unsubscribe', () => connection.call((client) => client.unsubscribe(channel)));
    }
    if (this.#watchers.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  #listen(channel: string): void {
    const connection = this.#connection;
    if (connection === undefined) this.#inBackground('connect', () => this.#connect());
    else this.#inBackground('subscribe', () => this.#resubscribe(connection, [channel]));
  }

  async #connect(): Promise<void> {
    const connection = new RedisConnection(this.#settings);
    this.#connection = connection;
    connection.onMessage((channel) => this.#wake(channel));
    connection.onReady(() =>
      this.#inBackground('resubscribe', () => this.#resubscribe(connection, [...this.#watchers.keys()])),
    );
    try {
      await connection.open();
    } catch (error) {
      // The next watch tries again; until then the poll wakes the watchers.
      this.#connection = undefined;
      throw error;
    }
  }

  async #resubscribe(connection: RedisConnection, channels: readonly string[]): Promise<void> {
    if (channels.length > 0) await connection.call((client) => client.subscribe(...channels));
    // What came before the subscription stood, nobody told.
    this.#wakeAll();
  }

  #wake(channel: string): void {
    for (const wake of this.#watchers.get(channel) ?? []) wake();
  }

  #wakeAll(): void {
    for (const channel of this.#watchers.keys()) this.#wake(channel);
  }

  #inBackground(name: string, work: () => Promise<unknown>): void {
    void this.#scope.spawn(name, work);
  }
}
