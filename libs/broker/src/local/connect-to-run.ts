import { on, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  commandCodec,
  commandOutcomeCodec,
  decodeState,
  runEventCodec,
  type Command,
  type CommandOutcome,
  type ExperimentState,
  type RunEvent,
} from '@cartwheel/experiment-state';
import { BrokerError, brokerClosed, unknownRun } from '../broker-error.ts';
import type { RunViewer, WatchOptions } from '../experiment-broker.ts';
import { LocalCalls } from './local-calls.ts';
import { socketPath } from './socket-path.ts';

/** A process that trains answers between two minibatches; one that stands still for this long counts as gone. */
const ANSWER_MS = 10_000;

/**
 * Speaks to the process on this machine that trains a run without Redis. It knows that one run only.
 *
 * Throws `broker/unreachable` where no process trains it, or it does not answer within 10 s.
 */
export async function connectToRun(runId: string): Promise<RunViewer> {
  const socket = connect(socketPath(runId));
  const viewer = new LocalViewer(runId, socket);
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    await once(socket, 'connect', { signal });
    // The socket of a process that is being killed still accepts for a moment: only an answer shows that it is there.
    await Promise.race([viewer.read(runId), once(signal, 'abort').then(() => signal.throwIfAborted())]);
  } catch (cause) {
    await viewer.close();
    throw new BrokerError(
      'broker/unreachable',
      `No process on this machine trains run "${runId}" now; where it is trained with Redis, give its address.`,
      { cause },
    );
  }
  return viewer;
}

class LocalViewer implements RunViewer {
  readonly #runId: string;
  readonly #socket: Socket;
  readonly #calls: LocalCalls;
  #isClosed = false;

  constructor(runId: string, socket: Socket) {
    this.#runId = runId;
    this.#socket = socket;
    this.#calls = new LocalCalls(socket, () =>
      this.#isClosed
        ? brokerClosed()
        : new BrokerError('broker/unreachable', `The process that trained run "${runId}" has gone.`),
    );
  }

  async read(runId: string): Promise<ExperimentState | null> {
    if (runId !== this.#runId) return null;
    const text = await this.#calls.ask({ method: 'read' });
    return text === null ? null : decodeState(text);
  }

  async *watch(
    runId: string,
    { fromVersion = 0, signal }: WatchOptions = {},
  ): AsyncGenerator<RunEvent, void, undefined> {
    this.#check(runId);
    if (signal?.aborted) return;
    const watch = this.#calls.watch(fromVersion);
    try {
      // An event may come between two turns of the loop: `on` keeps what nobody has asked for yet.
      for await (const [text] of on(watch.events, 'event', { close: ['end'], ...(signal && { signal }) })) {
        yield runEventCodec.decode(String(text));
      }
      watch.throwIfFailed();
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      watch.cancel();
    }
  }

  async sendCommand(runId: string, command: Command): Promise<void> {
    this.#check(runId);
    await this.#calls.ask({ method: 'send-command', command: commandCodec.encode(command) });
  }

  async settleCommand(runId: string, outcome: CommandOutcome): Promise<CommandOutcome> {
    this.#check(runId);
    const text = await this.#calls.ask({ method: 'settle-command', outcome: commandOutcomeCodec.encode(outcome) });
    return commandOutcomeCodec.decode(text ?? '');
  }

  async commandOutcome(runId: string, commandId: string): Promise<CommandOutcome | null> {
    if (runId !== this.#runId) return null;
    const text = await this.#calls.ask({ method: 'command-outcome', commandId });
    return text === null ? null : commandOutcomeCodec.decode(text);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    if (!this.#socket.closed) await once(this.#socket, 'close');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #check(runId: string): void {
    if (runId !== this.#runId) throw unknownRun(runId);
  }
}
