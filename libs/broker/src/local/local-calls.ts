import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { BrokerError, type BrokerErrorCode } from '../broker-error.ts';
import { linesOf, response, writeLine, type LocalRequest, type LocalResponse } from './messages.ts';

/** A request without its number. */
type Unnumbered<Request> = Request extends LocalRequest ? Omit<Request, 'id'> : never;
type Question = Unnumbered<Exclude<LocalRequest, { method: 'watch' | 'cancel' }>>;

interface Waiting {
  resolve: (value: string | null) => void;
  reject: (error: Error) => void;
  onEvent?: (event: string) => void;
}

/** A watch under way: `event` with each event's text, and `end`. */
export interface LocalWatch {
  readonly events: EventEmitter<{ event: [text: string]; end: [] }>;
  throwIfFailed(): void;
  cancel(): void;
}

/** Calls over a socket to the process that writes a run. Each settles, also when that process goes. */
export class LocalCalls {
  readonly #socket: Socket;
  readonly #gone: () => Error;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isGone = false;

  /** @param gone Why nothing is answered any more. */
  constructor(socket: Socket, gone: () => Error) {
    this.#socket = socket;
    this.#gone = gone;
    // Its close follows, and settles what waits.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
    const leave = (): void => {
      socket.destroy();
    };
    this.#listen().then(leave, leave);
  }

  ask(question: Question): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const id = this.#expect({ resolve, reject });
      if (id !== undefined) writeLine(this.#socket, { ...question, id });
    });
  }

  watch(fromVersion: number): LocalWatch {
    const events: LocalWatch['events'] = new EventEmitter();
    let failure: Error | undefined;
    const id = this.#expect({
      resolve: () => events.emit('end'),
      reject(error) {
        failure = error;
        events.emit('end');
      },
      onEvent: (text) => events.emit('event', text),
    });
    if (id !== undefined) writeLine(this.#socket, { id, method: 'watch', fromVersion });
    return {
      events,
      throwIfFailed() {
        if (failure !== undefined) throw failure;
      },
      cancel: () => {
        if (id !== undefined && this.#waiting.delete(id)) writeLine(this.#socket, { id, method: 'cancel' });
      },
    };
  }

  #expect(waiting: Waiting): number | undefined {
    if (this.#isGone) {
      queueMicrotask(() => waiting.reject(this.#gone()));
      return undefined;
    }
    this.#lastId += 1;
    this.#waiting.set(this.#lastId, waiting);
    return this.#lastId;
  }

  async #listen(): Promise<void> {
    for await (const line of linesOf(this.#socket)) this.#take(response.parse(JSON.parse(line)));
  }

  #take(message: LocalResponse): void {
    const waiting = this.#waiting.get(message.id);
    if ('event' in message) return waiting?.onEvent?.(message.event);
    this.#waiting.delete(message.id);
    if ('value' in message) waiting?.resolve(message.value);
    else waiting?.reject(new BrokerError(message.error.code as BrokerErrorCode, message.error.message));
  }

  #end(): void {
    this.#isGone = true;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone());
    this.#waiting.clear();
  }
}
