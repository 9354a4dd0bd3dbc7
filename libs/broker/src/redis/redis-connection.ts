import { Cluster } from 'ioredis';
import { BrokerError, brokerClosed } from '../broker-error.ts';
import type { RedisBrokerSettings } from './redis-broker-options.ts';
import { createClient, DISCONNECT_TIMEOUT_MS, type RedisClient } from './redis-client.ts';
import { redisError, unreachable } from './redis-error.ts';
import { evaluate, evaluateReady, type ReadyCall, type Script, type ScriptArgument } from './script.ts';

const SLOWEST_RETRY_MS = 2000;
/** What a call takes beside its keys and arguments. */
const CALL_BYTES = 200;

/** A connection that comes back when it is lost. Each call ends within its deadline, whatever the server does. */
export class RedisConnection {
  readonly #client: RedisClient;
  readonly #settings: RedisBrokerSettings;
  readonly #waiting = new Set<() => void>();
  #opened = false;
  #closed = false;
  #lastError: unknown;
  #pendingBytes = 0;

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
    const client = this.#client;
    return client.status === 'ready' && (client instanceof Cluster || client.stream.writable);
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

  /**
   * Throws `broker/unreachable`, `broker/refused` and `broker/overloaded`.
   *
   * @param bytes What the call holds in memory until it ends, about.
   */
  async call<Reply>(command: (client: RedisClient) => Promise<Reply>, bytes = 0): Promise<Reply> {
    this.hold(bytes);
    try {
      return await this.#send(command);
    } finally {
      this.letGo(bytes);
    }
  }

  run(script: Script, keys: readonly string[], args: readonly ScriptArgument[]): Promise<unknown> {
    return this.call((client) => evaluate(client, script, keys, args), bytesOf(args));
  }

  /** As `run`, for what is held already. */
  runHeld(call: ReadyCall): Promise<unknown> {
    return this.#send((client) => evaluateReady(client, call));
  }

  /** A server takes keys of several slots in one call; a cluster does not. */
  get takesAllSlots(): boolean {
    return !(this.#client instanceof Cluster);
  }

  /** Makes a broker's error of one that is part of a reply. */
  errorOf(error: unknown): Error {
    return redisError(error, this.#settings.address);
  }

  async #send<Reply>(command: (client: RedisClient) => Promise<Reply>): Promise<Reply> {
    try {
      if (!this.isReady) await this.#ready();
      return await this.#inTime(command(this.#client));
    } catch (error) {
      throw this.#closed ? brokerClosed() : redisError(error, this.#settings.address);
    }
  }

  /** What each server says of itself: `INFO` of the one, or of all masters of the cluster. */
  async info(...sections: string[]): Promise<string[]> {
    const client = this.#client;
    const servers = client instanceof Cluster ? client.nodes('master') : [client];
    return Promise.all(servers.map((server) => this.call(() => server.info(...sections))));
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

  /**
   * Counts a call that is about to wait, until `letGo`: in Redis's absence nothing may pile up here without end. Throws
   * `broker/overloaded` and `broker/closed`.
   */
  hold(bytes: number): void {
    if (this.#closed) throw brokerClosed();
    const { address, maxPendingBytes } = this.#settings;
    if (this.#pendingBytes + CALL_BYTES + bytes > maxPendingBytes) {
      throw new BrokerError(
        'broker/overloaded',
        `Calls of ${this.#pendingBytes} bytes wait for Redis at ${address}; the limit is ${maxPendingBytes} (maxPendingBytes). Wait for some to end.`,
      );
    }
    this.#pendingBytes += CALL_BYTES + bytes;
  }

  letGo(bytes: number): void {
    this.#pendingBytes -= CALL_BYTES + bytes;
  }

  /** A cluster's client looks for other nodes again and again, each time within its own deadline. */
  async #inTime<Reply>(reply: Promise<Reply>): Promise<Reply> {
    if (!(this.#client instanceof Cluster)) return reply;
    const { address, commandTimeoutMs } = this.#settings;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Reply>((resolve, reject) => {
        const late = (): void =>
          reject(unreachable(address, `it gave no answer within ${commandTimeoutMs} ms`, this.#lastError));
        timer = setTimeout(late, commandTimeoutMs);
        reply.then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits for the connection at most as long as a command may take. */
  async #ready(): Promise<void> {
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

/** What arguments hold in memory, about. */
function bytesOf(args: readonly ScriptArgument[]): number {
  return args.reduce<number>((sum, arg) => sum + (typeof arg === 'number' ? 8 : arg.length), 0);
}
