import {
  commandCodec,
  commandOutcomeCodec,
  decodeState,
  encodeState,
  type Command,
  type CommandOutcome,
  type ExperimentState,
  type RunEvent,
} from '@cartwheel/experiment-state';
import { unknownCommand } from '../broker-error.ts';
import type {
  AcquireLeaseOptions,
  Lease,
  LeaseResult,
  PublishOptions,
  PublishResult,
  RenewResult,
} from '../experiment-broker.ts';
import { decodeEvent, type StoredEvent } from '../stored-event.ts';

const KEPT_REQUESTS = 1000;
const PAGE = 100;

/**
 * One run in memory. Documents are held as text, as any other broker holds them: what comes out is validated and is nobody
 * else's object.
 */
export class MemoryRun {
  readonly runId: string;
  readonly #historyLimit: number;
  readonly #watchers = new Set<() => void>();
  /** The kept events; the last one has version `#version`. */
  #events: StoredEvent[] = [];
  #version = 0;
  #state: string;
  #stateVersion = 1;
  #epoch: number;
  #lease: { owner: string; expiresAt: number } | undefined;
  readonly #requests = new Map<string, number>();
  readonly #pending = new Map<string, string>();
  readonly #outcomes = new Map<string, string>();

  constructor(first: ExperimentState, historyLimit: number) {
    this.runId = first.runId;
    this.#historyLimit = historyLimit;
    this.#epoch = first.writerEpoch;
    this.#state = encodeState({ ...first, version: 1 });
    this.#append('state', this.#state);
  }

  get state(): ExperimentState {
    return decodeState(this.#state);
  }

  publish(state: ExperimentState, { expectedVersion, requestId }: PublishOptions): PublishResult {
    const version = this.#version + 1;
    const text = encodeState({ ...state, version });
    const before = requestId === undefined ? undefined : this.#requests.get(requestId);
    if (before !== undefined) return { status: 'accepted', version: before };
    if (state.writerEpoch < this.#epoch) return { status: 'stale', epoch: this.#epoch };
    if (expectedVersion !== this.#stateVersion) {
      return { status: 'conflict', version: this.#stateVersion, state: this.state };
    }
    this.#epoch = state.writerEpoch;
    this.#state = text;
    this.#stateVersion = version;
    if (requestId !== undefined) remember(this.#requests, requestId, version, KEPT_REQUESTS);
    this.#append('state', text);
    return { status: 'accepted', version };
  }

  /** As `RunHistory.read`. */
  eventsAfter(after: number): RunEvent[] {
    if (after === this.#version) return [];
    const first = this.#version - this.#events.length + 1;
    if (after > this.#version || after + 1 < first) {
      return [{ type: 'snapshot', version: this.#version, state: this.state }];
    }
    const start = after + 1 - first;
    return this.#events.slice(start, start + PAGE).map(decodeEvent);
  }

  onChange(wake: () => void): () => void {
    this.#watchers.add(wake);
    return () => this.#watchers.delete(wake);
  }

  send(command: Command): void {
    const text = commandCodec.encode(command);
    if (this.#pending.has(command.id) || this.#outcomes.has(command.id)) return;
    this.#pending.set(command.id, text);
    this.#append('command', text);
  }

  get pendingCommands(): Command[] {
    return [...this.#pending.values()].map((text) => commandCodec.decode(text));
  }

  settle(outcome: CommandOutcome): CommandOutcome {
    const text = commandOutcomeCodec.encode(outcome);
    const standing = this.outcome(outcome.commandId);
    if (standing !== null) return standing;
    if (!this.#pending.delete(outcome.commandId)) throw unknownCommand(this.runId, outcome.commandId);
    remember(this.#outcomes, outcome.commandId, text, this.#historyLimit);
    this.#append('command-outcome', text);
    return commandOutcomeCodec.decode(text);
  }

  outcome(commandId: string): CommandOutcome | null {
    const text = this.#outcomes.get(commandId);
    return text === undefined ? null : commandOutcomeCodec.decode(text);
  }

  acquireLease({ owner, ttlMs }: AcquireLeaseOptions, now: number): LeaseResult {
    const standing = this.#lease;
    if (standing !== undefined && standing.owner !== owner && standing.expiresAt > now) {
      return { status: 'held', lease: this.#leaseOf(standing) };
    }
    if (standing?.owner !== owner) this.#epoch += 1;
    this.#lease = { owner, expiresAt: now + ttlMs };
    return { status: 'acquired', lease: this.#leaseOf(this.#lease) };
  }

  renewLease({ owner, epoch }: Lease, ttlMs: number, now: number): RenewResult {
    if (epoch !== this.#epoch) return { status: 'lost', epoch: this.#epoch };
    this.#lease = { owner, expiresAt: now + ttlMs };
    return { status: 'renewed', lease: this.#leaseOf(this.#lease) };
  }

  releaseLease({ epoch }: Lease): void {
    if (epoch === this.#epoch) this.#lease = undefined;
  }

  #leaseOf({ owner, expiresAt }: { owner: string; expiresAt: number }): Lease {
    return { runId: this.runId, owner, epoch: this.#epoch, expiresAt };
  }

  #append(type: RunEvent['type'], data: string): void {
    this.#version += 1;
    this.#events.push({ type, version: this.#version, data });
    // Cut in halves: a cut of one at each event would move the whole list each time.
    if (this.#events.length >= 2 * this.#historyLimit) this.#events = this.#events.slice(-this.#historyLimit);
    for (const wake of this.#watchers) wake();
  }
}

/** Remembers the newest `limit` keys. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, limit: number): void {
  map.set(key, value);
  if (map.size <= limit) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
