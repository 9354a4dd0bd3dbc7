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
  #connection: RedisConnection | undefined;
  #closed = false;
  #poll: NodeJS.Timeout | undefined;

  constructor(settings: RedisBrokerSettings) {
    this.#settings = settings;
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
    this.#closed = true;
    clearInterval(this.#poll);
    this.#watchers.clear();
    await this.#connection?.close();
  }

  #unsubscribe(channel: string, wake: Wake): void {
    const watchers = this.#watchers.get(channel);
    watchers?.delete(wake);
    if (watchers?.size !== 0) return;
    this.#watchers.delete(channel);
    // A connection that comes back subscribes only to what is watched then.
    if (this.#connection?.isReady === true) {
      this.#inBackground(this.#connection.call((client) => client.unsubscribe(channel)));
    }
    if (this.#watchers.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  #listen(channel: string): void {
    if (this.#connection === undefined) this.#inBackground(this.#connect());
    else this.#inBackground(this.#resubscribe(this.#connection, [channel]));
  }

  async #connect(): Promise<void> {
    const connection = new RedisConnection(this.#settings);
    this.#connection = connection;
    connection.onMessage((channel) => this.#wake(channel));
    connection.onReady(() => this.#inBackground(this.#resubscribe(connection, [...this.#watchers.keys()])));
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

  #inBackground(work: Promise<unknown>): void {
    work.catch((error: Error) => {
      if (!this.#closed) this.#settings.onError(error);
    });
  }
}
