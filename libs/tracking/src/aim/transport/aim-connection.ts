import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createScope, type Scope } from '@cartwheel/async-guard';
import { AimError, type AimErrorCode } from '../aim-error.ts';
import type { AimRecord, AimValue, DecodedValue } from '../codec/aim-value.ts';
import { encodeTree } from '../codec/encode-tree.ts';
import { aimAddress } from './aim-address.ts';
import { AimHttp } from './aim-http.ts';
import { WriteSocket, type PendingMessage } from './write-socket.ts';

/** Which server is spoken to, and how long it may take. */
export interface AimConnectionOptions {
  /** `aim://HOST:PORT[/BASE]`, or `aims://…` for TLS. */
  url: string;
  /** The longest wait for one answer, in milliseconds. Default 30 000. */
  timeoutMs?: number;
  /** How long a server may be away before what waits is rejected, in milliseconds. Default 60 000. */
  patienceMs?: number;
  /** Between two heartbeats, in milliseconds; the server drops a client after 300 s without. Default 10 000. */
  heartbeatMs?: number;
  /** Messages under way at once. Default 8. */
  pipelined?: number;
}

/** `handler` is the server's name of the resource, and stays the same when the server was restarted. */
export interface AimResource {
  readonly handler: string;
  readonly type: string;
  readonly args: AimRecord;
}

/** A call of a method of something that the server holds. */
export type AimInstruction = readonly [resource: AimResource, method: string, args: readonly AimValue[]];

/** What the server says about the queue's first message, and would say again. */
const CAUSED_BY_MESSAGE: ReadonlySet<AimErrorCode> = new Set(['aim/server', 'aim/no-key', 'aim/bad-reply']);

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 3000;

/**
 * A client of one Aim server: resources, reads, and a stream of writes that are delivered in order. A write that resolved
 * is in the server's database. When the server goes away, unacknowledged writes are sent again; when it was restarted, the
 * resources are registered under their old handlers first. Writes may therefore run twice: use such as set a value.
 */
export class AimConnection {
  readonly #options: Required<AimConnectionOptions>;
  readonly #address: string;
  readonly #clientId = randomUUID();
  readonly #http: AimHttp;
  readonly #resources = new Map<string, AimResource>();
  readonly #queue: PendingMessage[] = [];
  readonly #closing = new AbortController();
  readonly #heartbeat: NodeJS.Timeout;
  /** What runs in the background: what nobody awaits is told to its error sink when it fails. */
  readonly #scope: Scope = createScope({ name: 'aim' });
  #socket: WriteSocket | undefined;
  #delivering: Promise<void> | undefined;
  #restoring: Promise<void> | undefined;
  #progressAt = 0;
  #retryMs = FIRST_RETRY_MS;

  private constructor(options: AimConnectionOptions) {
    this.#options = { timeoutMs: 30_000, patienceMs: 60_000, heartbeatMs: 10_000, pipelined: 8, ...options };
    this.#address = aimAddress(options.url);
    const { timeoutMs } = this.#options;
    this.#http = new AimHttp({ address: this.#address, clientId: this.#clientId, timeoutMs });
    // quality-ignore unguarded -- spawn reports what fails
    this.#heartbeat = setInterval(() => {
      void this.#scope.spawn('heartbeat', () => this.#beat());
    }, this.#options.heartbeatMs).unref();
  }

  /** Rejects with `aim/bad-url`, `aim/unreachable` and `aim/bad-reply`. */
  static async open(options: AimConnectionOptions): Promise<AimConnection> {
    const connection = new AimConnection(options);
    try {
      await connection.#http.client('connect');
      // A client that never sent one is never cleaned up.
      await connection.#http.client('heartbeat');
    } catch (error) {
      connection.#stop();
      throw error;
    }
    return connection;
  }

  async openResource(type: string, args: AimRecord): Promise<AimResource> {
    const resource = { handler: await this.#http.openResource(type, args), type, args };
    this.#resources.set(resource.handler, resource);
    return resource;
  }

  async releaseResource({ handler }: AimResource): Promise<void> {
    this.#resources.delete(handler);
    await this.#http.releaseResource(handler);
  }

  /** Calls a method of a resource and gives its result. */
  async read({ handler }: AimResource, method: string, ...args: AimValue[]): Promise<DecodedValue> {
    try {
      return await this.#http.read(handler, method, args);
    } catch (error) {
      if (!(error instanceof AimError) || error.code !== 'aim/unauthorized') throw error;
      await this.#restore();
      return this.#http.read(handler, method, args);
    }
  }

  /**
   * Resolves when the server has run all of the instructions. Rejects with `aim/server` (the server raised an exception),
   * `aim/unreachable` (it was away for longer than `patienceMs`) and `aim/closed`.
   */
  write(instructions: readonly AimInstruction[]): Promise<void> {
    const bytes = encodeTree(instructions.map(([{ handler }, method, args]) => [handler, method, args]));
    return new Promise((resolve, reject) => {
      if (this.#closing.signal.aborted) return reject(closed());
      this.#queue.push({ bytes, resolve, reject });
      this.#socket?.pump();
      this.#delivering ??= this.#deliverAll();
    });
  }

  /** Lets go at once: what was not acknowledged is rejected with `aim/closed`. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#stop();
    this.#rejectAll(closed());
    this.#socket?.close();
    await this.#delivering;
    await this.#http.client('disconnect').catch(ignoreAway);
    await this.#scope.close();
  }

  #stop(): void {
    clearInterval(this.#heartbeat);
    this.#closing.abort();
  }

  /** A fault of our own must not leave writes waiting for ever. */
  async #deliverAll(): Promise<void> {
    const outcome = await this.#scope.spawn('deliver', () => this.#deliver());
    this.#delivering = undefined;
    if (!outcome.ok) this.#rejectAll(new AimError('aim/closed', outcome.error.message, { cause: outcome.error }));
  }

  async #deliver(): Promise<void> {
    this.#progressAt = performance.now();
    while (this.#queue.length > 0) {
      this.#socket = this.#openSocket();
      const error = await this.#socket.ended;
      this.#socket = undefined;
      if (this.#queue.length > 0) await this.#recover(error);
    }
  }

  #openSocket(): WriteSocket {
    const { timeoutMs, pipelined } = this.#options;
    return new WriteSocket({
      url: `${this.#address.replace(/^http/, 'ws')}/tracking/${this.#clientId}/write-instruction/`,
      queue: this.#queue,
      pipelined,
      timeoutMs,
      onAcknowledged: () => this.#progress(),
    });
  }

  #progress(): void {
    this.#progressAt = performance.now();
    this.#retryMs = FIRST_RETRY_MS;
  }

  /** Leaves the queue such that its first message may be sent. */
  async #recover(ended: AimError): Promise<void> {
    if (CAUSED_BY_MESSAGE.has(ended.code)) return this.#queue.shift()?.reject(ended);
    const away = ended.code === 'aim/unauthorized' ? await this.#restore().catch(asAimError) : ended;
    if (!away) return;
    if (away.code !== 'aim/unreachable' || performance.now() - this.#progressAt > this.#options.patienceMs) {
      return this.#rejectAll(away);
    }
    await delay(this.#retryMs, undefined, { signal: this.#closing.signal }).catch(ignoreAway);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Registers all resources anew in a server that was restarted. */
  #restore(): Promise<void> {
    return (this.#restoring ??= this.#register().finally(() => (this.#restoring = undefined)));
  }

  async #register(): Promise<void> {
    await this.#http.client('reconnect');
    await this.#http.client('heartbeat');
    for (const { type, args, handler } of this.#resources.values()) {
      await this.#http.openResource(type, args, handler);
    }
  }

  #rejectAll(error: AimError): void {
    for (const message of this.#queue.splice(0)) message.reject(error);
  }

  /** One that fails is of no consequence: writes find out by themselves, and the next heartbeat comes soon. */
  async #beat(): Promise<void> {
    await this.#http.client('heartbeat').catch(ignoreAway);
  }
}

function ignoreAway(error: unknown): void {
  if (error instanceof AimError || (error instanceof Error && error.name === 'AbortError')) return;
  throw error;
}

function asAimError(error: unknown): AimError {
  if (error instanceof AimError) return error;
  return new AimError('aim/bad-reply', 'The Aim server did not take its resources back.', { cause: error });
}

function closed(): AimError {
  return new AimError('aim/closed', 'The connection to the Aim server was closed: open another.');
}
