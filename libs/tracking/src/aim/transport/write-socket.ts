import { WebSocket, type RawData } from 'ws';
import { AimError } from '../aim-error.ts';
import { decodeTree } from '../codec/decode-tree.ts';
import { serverError } from './server-exception.ts';

/** A message that the server has not acknowledged. */
export interface PendingMessage {
  readonly bytes: Uint8Array;
  resolve(): void;
  reject(error: AimError): void;
}

export interface WriteSocketOptions {
  url: string;
  /** Messages in order; acknowledged ones are taken away from its head. */
  queue: PendingMessage[];
  /** Messages that may be under way at once. */
  pipelined: number;
  /** For the opening, and for each answer. */
  timeoutMs: number;
  onAcknowledged: () => void;
}

/** One WebSocket on which the queue's messages go out, several at a time, and are acknowledged in order. */
export class WriteSocket {
  /** Why it ended. `aim/server` and `aim/unauthorized` concern the queue's first message. */
  readonly ended: Promise<AimError>;
  readonly #options: WriteSocketOptions;
  readonly #socket: WebSocket;
  #sent = 0;
  #failure: AimError | undefined;
  #watchdog: NodeJS.Timeout | undefined;

  constructor(options: WriteSocketOptions) {
    this.#options = options;
    const { url, timeoutMs } = options;
    this.#socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: timeoutMs });
    this.ended = new Promise((resolve) => this.#socket.on('close', () => resolve(this.#end())));
    this.#socket.on('open', () => this.pump());
    this.#socket.on('message', (data) => this.#reply(data));
    this.#socket.on('error', (cause) => (this.#failure ??= unreachable(url, cause)));
  }

  /** Sends what may be sent. */
  pump(): void {
    const { queue, pipelined } = this.#options;
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    while (this.#sent < queue.length && this.#sent < pipelined) this.#socket.send(queue[this.#sent++].bytes);
    this.#watch();
  }

  close(): void {
    this.#socket.close();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #reply(data: RawData): void {
    const bytes = bytesOf(data);
    if (!isOk(bytes)) {
      this.#failure ??= failureOf(bytes);
      return this.#socket.terminate();
    }
    this.#sent--;
    this.#options.queue.shift()?.resolve();
    this.#options.onAcknowledged();
    this.pump();
  }

  /** A server that is frozen keeps the connection and says nothing. */
  #watch(): void {
    clearTimeout(this.#watchdog);
    // quality-ignore unguarded -- terminate() does not throw
    if (this.#sent > 0) this.#watchdog = setTimeout(() => this.#socket.terminate(), this.#options.timeoutMs);
  }

  #end(): AimError {
    clearTimeout(this.#watchdog);
    return this.#failure ?? unreachable(this.#options.url);
  }
}

function failureOf(reply: Uint8Array): AimError {
  const decoded = decodeTree(reply);
  return serverError(decoded instanceof Map ? Object.fromEntries(decoded) : decoded, 'write-instruction');
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** "OK" in ASCII. */
function isOk(bytes: Uint8Array): boolean {
  return bytes.length === 2 && bytes[0] === 0x4f && bytes[1] === 0x4b;
}

function unreachable(url: string, cause?: unknown): AimError {
  return new AimError('aim/unreachable', `The write stream of the Aim server at ${url} ended without an answer.`, {
    cause,
  });
}
