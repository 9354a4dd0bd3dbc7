import { Redis, type RedisOptions } from 'ioredis';
import { brokerClosed } from '../broker-error.ts';
import type { RedisBrokerSettings } from './redis-broker-options.ts';
import { redisError, unreachable } from './redis-error.ts';
import { evaluate, type Script } from './script.ts';

const SLOWEST_RETRY_MS = 2000;
/** How long a socket may take to say goodbye. */
const DISCONNECT_TIMEOUT_MS = 200;

/** A connection that comes back when it is lost. Each call ends within its deadline, whatever the server does. */
export class RedisConnection {
  readonly #client: Redis;
  readonly #settings: RedisBrokerSettings;
  readonly #waiting = new Set<() => void>();
  #opened = false;
  #closed = false;
  #lastError: unknown;

  constructor(settings: RedisBrokerSettings) {
    this.#settings = settings;
    this.#client = createClient(settings, (attempt) => this.#retryDelay(attempt));
    this.#client.on('error', (error) => this.#failed(error));
    this.#client.on('ready', () => {
      this.#opened = true;
      this.#release();
    });
  }

  /** Between the end of its socket and the close event a client still says that it is ready. */
  get isReady(): boolean {
    return this.#client.status === 'ready' && this.#client.stream.writable;
  }

  /** Throws `broker/unreachable` or `broker/refused`, and leaves nothing behind then. */
  async open(): Promise<void> {
    // quality-ignore unguarded -- disconnect() does not throw
    const deadline = setTimeout(() => this.#client.disconnect(), this.#settings.connectTimeoutMs);
    try {
      await this.#client.connect();
    } catch (error) {
      this.#client.disconnect();
      throw this.#openError(error);
    } finally {
      clearTimeout(deadline);
    }
  }

  /** Throws `broker/unreachable` or `broker/refused`. */
  async call<Reply>(command: (client: Redis) => Promise<Reply>): Promise<Reply> {
    if (this.#closed) throw brokerClosed();
    try {
      await this.#ready();
      return await command(this.#client);
    } catch (error) {
      throw this.#closed ? brokerClosed() : redisError(error, this.#settings.address);
    }
  }

  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.call((client) => evaluate(client, script, keys, args));
  }

  /** Calls `listener` with the channel of each message. For a connection that only subscribes. */
  onMessage(listener: (channel: string) => void): void {
    this.#client.on('message', listener);
  }

  /** Calls `listener` each time the connection is there again. */
  onReady(listener: () => void): void {
    this.#client.on('ready', listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#release();
    if (this.isReady) await this.#client.quit().catch((error: unknown) => this.#failed(error));
    if (this.#client.status !== 'end') await this.#disconnected();
    this.#client.removeAllListeners('message');
    this.#client.removeAllListeners('ready');
  }

  /** Waits for the connection at most as long as a command may take. */
  async #ready(): Promise<void> {
    if (this.isReady) return;
    const { address, commandTimeoutMs } = this.#settings;
    let timer: NodeJS.Timeout | undefined;
    let release: (() => void) | undefined;
    try {
      await new Promise<void>((resolve) => {
        release = resolve;
        this.#waiting.add(release);
        timer = setTimeout(release, commandTimeoutMs);
      });
    } finally {
      clearTimeout(timer);
      if (release !== undefined) this.#waiting.delete(release);
    }
    if (!this.isReady) {
      throw unreachable(address, `the connection was not back within ${commandTimeoutMs} ms`, this.#lastError);
    }
  }

  #release(): void {
    for (const release of this.#waiting) release();
  }

  /** The first connection is tried once: at the start a wrong address is likelier than a Redis that comes late. */
  #retryDelay(attempt: number): number | null {
    if (!this.#opened || this.#closed) return null;
    return Math.min(2 ** (attempt - 1) * 50, SLOWEST_RETRY_MS);
  }

  #failed(error: unknown): void {
    this.#lastError = error;
    if (this.#opened && !this.#closed) this.#settings.onError(redisError(error, this.#settings.address));
  }

  #openError(error: unknown): Error {
    const { address, connectTimeoutMs } = this.#settings;
    // `connect` itself only says that the connection is closed; why, the error event said.
    if (this.#lastError !== undefined) return redisError(this.#lastError, address);
    return unreachable(address, `it gave no answer within ${connectTimeoutMs} ms`, error);
  }

  async #disconnected(): Promise<void> {
    const client = this.#client;
    await new Promise<void>((resolve) => {
      // A client that waits for its next attempt gives no end event.
      const timer = setTimeout(resolve, 2 * DISCONNECT_TIMEOUT_MS);
      client.once('end', () => {
        clearTimeout(timer);
        resolve();
      });
      client.disconnect();
    });
  }
}

function createClient(settings: RedisBrokerSettings, retryStrategy: (attempt: number) => number | null): Redis {
  const { url, connection, connectTimeoutMs, commandTimeoutMs } = settings;
  const options = {
    ...connection,
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    commandTimeout: commandTimeoutMs,
    // ioredis leaves both open, and a frozen server would hang a call for ever.
    socketTimeout: commandTimeoutMs,
    // Calls wait for the connection here, with a deadline; a queue would send what its caller gave up long ago.
    enableOfflineQueue: false,
    autoResubscribe: false,
    // The broker's own prefix also reaches the scripts' channels.
    keyPrefix: '',
    replyMapping: 'legacy',
    retryStrategy,
  } satisfies RedisOptions;
  return url === undefined ? new Redis(options) : new Redis(url, options);
}
