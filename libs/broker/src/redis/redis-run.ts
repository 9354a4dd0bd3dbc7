import { randomUUID } from 'node:crypto';
import {
  commandCodec,
  commandOutcomeCodec,
  decodeState,
  newerVersion,
  stateCodec,
  type Command,
  type CommandOutcome,
  type ExperimentState,
  type RunEvent,
} from '@cartwheel/experiment-state';
import { runExists, unknownCommand } from '../broker-error.ts';
import type {
  AcquireLeaseOptions,
  Lease,
  LeaseResult,
  PublishOptions,
  PublishResult,
  RenewResult,
} from '../experiment-broker.ts';
import { decodeEvent } from '../stored-event.ts';
import type { RedisConnection } from './redis-connection.ts';
import { numberField, parseReply, streamField, textField, type Reply, type StreamEntry } from './reply.ts';
import type { RunKeys } from './run-keys.ts';
import type { Script } from './script.ts';
import { readPendingCommands, sendCommand, settleCommand } from './scripts/commands.ts';
import { createRun } from './scripts/create-run.ts';
import { acquireLease, releaseLease, renewLease } from './scripts/lease.ts';
import { publishState } from './scripts/publish-state.ts';
import { readEvents } from './scripts/read-events.ts';
import { readStored } from './stored-document.ts';

const KEPT_REQUESTS = 1000;
const PAGE = 100;

/** One run in Redis: what a broker does with it, each in one step of the server. */
export class RedisRun {
  readonly #connection: RedisConnection;
  readonly #runId: string;
  readonly #keys: RunKeys;
  readonly #historyLimit: number;

  constructor(connection: RedisConnection, runId: string, keys: RunKeys, historyLimit: number) {
    this.#connection = connection;
    this.#runId = runId;
    this.#keys = keys;
    this.#historyLimit = historyLimit;
  }

  async create(state: ExperimentState): Promise<ExperimentState> {
    const { run, events, requests, commands, pending, outcomes, settled, wakeUp } = this.#keys;
    const first = { ...state, version: 1 };
    const reply = await this.#run(
      createRun,
      [run, events, requests, commands, pending, outcomes, settled],
      // A request id, since ioredis sends again what was under way when a connection broke.
      [first.schemaVersion, first.writerEpoch, randomUUID(), withoutVersion(first), this.#historyLimit, wakeUp],
    );
    if (reply.status === 'exists') throw runExists(this.#runId);
    return stateCodec.fromWire(stateCodec.toWire(first));
  }

  async publish(state: ExperimentState, options: PublishOptions): Promise<PublishResult> {
    const { run, events, requests, wakeUp } = this.#keys;
    const { expectedVersion, requestId = randomUUID() } = options;
    const document = [state.schemaVersion, state.writerEpoch, requestId, withoutVersion(state)];
    const reply = await this.#run(
      publishState,
      [run, events, requests],
      [expectedVersion, ...document, this.#historyLimit, KEPT_REQUESTS, wakeUp],
    );
    if (reply.status === 'accepted') return { status: 'accepted', version: numberField(reply, 0) };
    if (reply.status === 'stale') return { status: 'stale', epoch: numberField(reply, 0) };
    if (reply.status === 'newer-schema') throw newerVersion(numberField(reply, 0));
    const standing = this.#decodeState(textField(reply, 0));
    return { status: 'conflict', version: standing.version, state: standing };
  }

  async read(): Promise<ExperimentState | null> {
    const text = await this.#connection.call((client) => client.hget(this.#keys.run, 'state'));
    return text === null ? null : this.#decodeState(text);
  }

  /** As `RunHistory.read`. */
  async eventsAfter(after: number): Promise<RunEvent[]> {
    const { run, events } = this.#keys;
    const reply = await this.#run(readEvents, [run, events], [after, PAGE]);
    if (reply.status === 'events') return streamField(reply, 0).map((entry) => this.#decodeEvent(entry));
    return [{ type: 'snapshot', version: numberField(reply, 0), state: this.#decodeState(textField(reply, 1)) }];
  }

  async send(command: Command): Promise<void> {
    const { run, events, commands, pending, outcomes, wakeUp } = this.#keys;
    await this.#run(
      sendCommand,
      [run, events, commands, pending, outcomes],
      [command.id, commandCodec.encode(command), this.#historyLimit, wakeUp],
    );
  }

  async pendingCommands(): Promise<Command[]> {
    const reply = await this.#run(readPendingCommands, [this.#keys.run, this.#keys.commands], []);
    return streamField(reply, 0).map(({ fields }) =>
      readStored(this.#keys.commands, () => commandCodec.decode(fields['data'] ?? '')),
    );
  }

  async settle(outcome: CommandOutcome): Promise<CommandOutcome> {
    const { run, events, commands, pending, outcomes, settled, wakeUp } = this.#keys;
    const reply = await this.#run(
      settleCommand,
      [run, events, commands, pending, outcomes, settled],
      [outcome.commandId, commandOutcomeCodec.encode(outcome), this.#historyLimit, wakeUp],
    );
    if (reply.status === 'unknown-command') throw unknownCommand(this.#runId, outcome.commandId);
    return this.#decodeOutcome(textField(reply, 0));
  }

  async outcome(commandId: string): Promise<CommandOutcome | null> {
    const text = await this.#connection.call((client) => client.hget(this.#keys.outcomes, commandId));
    return text === null ? null : this.#decodeOutcome(text);
  }

  async acquireLease({ owner, ttlMs }: AcquireLeaseOptions): Promise<LeaseResult> {
    const reply = await this.#run(acquireLease, [this.#keys.run], [owner, ttlMs]);
    return { status: reply.status === 'held' ? 'held' : 'acquired', lease: this.#lease(reply) };
  }

  async renewLease({ owner, epoch }: Lease, ttlMs: number): Promise<RenewResult> {
    const reply = await this.#run(renewLease, [this.#keys.run], [owner, epoch, ttlMs]);
    if (reply.status === 'lost') return { status: 'lost', epoch: numberField(reply, 0) };
    return { status: 'renewed', lease: this.#lease(reply) };
  }

  async releaseLease({ epoch }: Lease): Promise<void> {
    await this.#run(releaseLease, [this.#keys.run], [epoch]);
  }

  async #run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<Reply> {
    return parseReply(await this.#connection.run(script, keys, args), this.#runId);
  }

  #lease(reply: Reply): Lease {
    return {
      runId: this.#runId,
      owner: textField(reply, 0),
      epoch: numberField(reply, 1),
      expiresAt: numberField(reply, 2),
    };
  }

  #decodeState(text: string): ExperimentState {
    return readStored(this.#keys.run, () => decodeState(text));
  }

  #decodeOutcome(text: string): CommandOutcome {
    return readStored(this.#keys.outcomes, () => commandOutcomeCodec.decode(text));
  }

  #decodeEvent({ version, fields }: StreamEntry): RunEvent {
    const { type, data = '' } = fields;
    return readStored(`${this.#keys.events} ${version}-0`, () => decodeEvent({ type, version, data }));
  }
}

/**
 * The document's JSON without its version and opening brace. The version is known only inside the script, and Lua's own
 * JSON would change numbers and empty lists.
 */
function withoutVersion(state: ExperimentState): string {
  return JSON.stringify({ ...stateCodec.toWire(state), version: undefined }).slice(1);
}
