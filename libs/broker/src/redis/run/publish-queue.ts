import type { RedisConnection } from '../redis-connection.ts';
import { inProtocol, ScriptArguments } from '../script-arguments.ts';
import { readyCall, type ReadyCall } from '../script.ts';
import { publishStates } from '../scripts/publish-states.ts';

/** What is published of one run, as the script takes it. */
export interface Publication {
  readonly firstKey: string;
  /** In Redis's protocol. */
  readonly keys: Uint8Array;
  /** Writes its arguments. */
  readonly write: (args: ScriptArguments) => void;
  /** Whether the reply has to say what the index knows; it may without. */
  readonly asksForIndex: boolean;
}

interface WaitingPublish {
  readonly publication: Publication;
  readonly bytes: number;
  readonly settle: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What the script takes for each of them. */
const KEYS_EACH = 2;
const ARGS_EACH = 8;
/** Few enough that Redis works on one call while the next is made. */
const AT_ONCE = 20;
/** Large documents keep Redis long enough one by one. */
const BYTES_AT_ONCE = 256 * 2 ** 10;

/** Sends what is published in one turn of the event loop together: one call costs more than one document. */
export class PublishQueue {
  readonly #connection: RedisConnection;
  readonly #shared: readonly string[];
  readonly #args = new ScriptArguments();
  #waiting: WaitingPublish[] = [];

  /** @param shared What the script is told once, whatever it is to publish. */
  constructor(connection: RedisConnection, shared: readonly (string | number)[]) {
    this.#connection = connection;
    this.#shared = shared.map(String);
  }

  /** Gives what `read` makes of the script's reply for this one. Throws what that and the connection throw. */
  publish<Value>(publication: Publication, read: (reply: unknown) => Value | Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const bytes = this.#write(publication);
      this.#waiting.push({ publication, bytes, settle: (reply) => resolve(read(reply)), reject });
      if (this.#isFull) this.#flush();
      else if (this.#waiting.length === 1) process.nextTick(() => this.#flush());
    });
  }

  /** Gives the bytes that it holds until it ends. */
  #write({ write }: Publication): number {
    const from = this.#args.length;
    try {
      write(this.#args);
      this.#connection.hold(this.#args.length - from);
    } catch (error) {
      this.#args.cutTo(from);
      throw error;
    }
    return this.#args.length - from;
  }

  get #isFull(): boolean {
    const most = this.#connection.takesAllSlots ? AT_ONCE : 1;
    return this.#waiting.length >= most || this.#args.length >= BYTES_AT_ONCE;
  }

  #flush(): void {
    const together = this.#waiting;
    const [first] = together;
    if (first === undefined) return;
    this.#waiting = [];
    const asked = together.some(({ publication }) => publication.asksForIndex) ? '1' : '';
    const head = {
      script: publishStates,
      firstKey: first.publication.firstKey,
      keys: KEYS_EACH * together.length,
      args: this.#shared.length + 1 + ARGS_EACH * together.length,
    };
    const keys = together.map(({ publication }) => publication.keys);
    // Copies what is written, because the next ones are written in the same place.
    const call = readyCall(head, [...keys, Buffer.from(inProtocol(...this.#shared, asked)), this.#args.written]);
    this.#args.cutTo(0);
    // quality-ignore unguarded -- each of them is told of its failure
    void this.#send(together, call);
  }

  /** Settles each of them. */
  async #send(together: readonly WaitingPublish[], call: ReadyCall): Promise<void> {
    try {
      const replies = await this.#connection.runHeld(call);
      together.forEach((publish, index) => this.#settle(publish, Array.isArray(replies) ? replies[index] : undefined));
    } catch (error) {
      for (const { reject } of together) reject(error);
    } finally {
      for (const { bytes } of together) this.#connection.letGo(bytes);
    }
  }

  #settle({ settle, reject }: WaitingPublish, reply: unknown): void {
    try {
      if (reply instanceof Error) throw this.#connection.errorOf(reply);
      settle(reply);
    } catch (error) {
      reject(error);
    }
  }
}
