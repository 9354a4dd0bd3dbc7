import { bytesOf, type RedisConnection } from '../redis-connection.ts';
import type { ScriptArgument } from '../script.ts';
import { publishStates } from '../scripts/publish-states.ts';
import type { RunKeys } from './run-keys.ts';

interface WaitingPublish {
  readonly keys: Pick<RunKeys, 'run' | 'events'>;
  readonly args: readonly ScriptArgument[];
  readonly asksForIndex: boolean;
  readonly bytes: number;
  readonly settle: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Few enough that Redis works on one call while the next is made. */
const AT_ONCE = 20;
/** Large documents keep Redis long enough one by one. */
const BYTES_AT_ONCE = 256 * 2 ** 10;

/** Sends what is published in one turn of the event loop together: one call costs more than one document. */
export class PublishQueue {
  readonly #connection: RedisConnection;
  readonly #shared: readonly ScriptArgument[];
  #waiting: WaitingPublish[] = [];
  #waitingBytes = 0;

  /** @param shared What the script is told once, whatever it is to publish. */
  constructor(connection: RedisConnection, shared: readonly ScriptArgument[]) {
    this.#connection = connection;
    this.#shared = shared;
  }

  /**
   * Gives what `read` makes of the script's reply for this one. Throws what that and the connection throw.
   *
   * @param asksForIndex Whether the reply has to say what the index knows; it may without.
   */
  publish<Value>(
    { keys, args, asksForIndex }: Pick<WaitingPublish, 'keys' | 'args' | 'asksForIndex'>,
    read: (reply: unknown) => Value | Promise<Value>,
  ): Promise<Value> {
    const bytes = bytesOf(args);
    return new Promise((resolve, reject) => {
      this.#connection.hold(bytes);
      this.#waiting.push({ keys, args, asksForIndex, bytes, settle: (reply) => resolve(read(reply)), reject });
      this.#waitingBytes += bytes;
      if (this.#isFull) this.#flush();
      else if (this.#waiting.length === 1) process.nextTick(() => this.#flush());
    });
  }

  get #isFull(): boolean {
    const most = this.#connection.takesAllSlots ? AT_ONCE : 1;
    return this.#waiting.length >= most || this.#waitingBytes >= BYTES_AT_ONCE;
  }

  #flush(): void {
    const together = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    // quality-ignore unguarded -- each of them is told of its failure
    if (together.length > 0) void this.#send(together);
  }

  /** Settles each of them. */
  async #send(together: readonly WaitingPublish[]): Promise<void> {
    try {
      const keys: string[] = [];
      const args = [...this.#shared, together.some(({ asksForIndex }) => asksForIndex) ? '1' : ''];
      for (const publish of together) {
        keys.push(publish.keys.run, publish.keys.events);
        args.push(...publish.args);
      }
      const replies = await this.#connection.runHeld(publishStates, keys, args);
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
