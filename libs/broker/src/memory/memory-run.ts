import { randomUUID } from 'node:crypto';
import {
  commandCodec,
  commandOutcomeCodec,
  decodeState,
  type Command,
  type CommandOutcome,
  type ExperimentState,
  type RunEvent,
} from '@cartwheel/experiment-state';
import { runHeld, unknownCommand } from '../broker-error.ts';
import type {
  AcquireLeaseOptions,
  Lease,
  LeaseResult,
  PointBatch,
  PointsResult,
  PublishOptions,
  PublishResult,
  RenewResult,
} from '../experiment-broker.ts';
import { StateText } from '../history/state-text.ts';
import type { StoredEvent } from '../history/stored-event.ts';
import { WatchCursor } from '../history/watch-cursor.ts';
import { asLost } from '../lease/lost-run.ts';
import { MemoryPoints } from './memory-points.ts';

const KEPT_REQUESTS = 1000;
const PAGE = 100;
/** Ids tell a history from one that was rewritten; here none is. */
const NO_ID = '';

export interface MemoryRunOptions {
  historyLimit: number;
  snapshotEvery: number;
}

/**
 * One run in memory. Documents are held as text, as any other broker holds them: what comes out is validated and is nobody
 * else's object.
 */
export class MemoryRun {
  readonly runId: string;
  readonly points: MemoryPoints;
  readonly #historyLimit: number;
  readonly #snapshotEvery: number;
  readonly #watchers = new Set<() => void>();
  /** The kept events; the last one has version `#version`. */
  #events: StoredEvent[] = [];
  #version = 0;
  #text: StateText;
  /** Of the document's event, and of the last event that holds a whole one. */
  #stateVersion = 0;
  #snapshotVersion = 0;
  #epoch: number;
  #lease: { owner: string; expiresAt: number } | undefined;
  readonly #requests = new Map<string, number>();
  readonly #pending = new Map<string, string>();
  readonly #outcomes = new Map<string, string>();

  constructor(first: ExperimentState, { historyLimit, snapshotEvery }: MemoryRunOptions) {
    this.runId = first.runId;
    this.#historyLimit = historyLimit;
    this.#snapshotEvery = snapshotEvery;
    this.#epoch = first.writerEpoch;
    this.points = new MemoryPoints(historyLimit);
    this.#text = StateText.of({ ...first, version: 1 });
    this.#appendState(this.#text);
  }

  /** As it stands. */
  get document(): ExperimentState {
    return decodeState(this.#text.document(this.#stateVersion));
  }

  /** As it reads at the moment: `lost` where its writer is gone. */
  stateAt(now: number): ExperimentState {
    return this.#lease !== undefined && this.#lease.expiresAt <= now ? asLost(this.document) : this.document;
  }

  publish(state: ExperimentState, options: PublishOptions): PublishResult {
    const { expectedVersion, requestId = randomUUID() } = options;
    const version = this.#version + 1;
    const text = StateText.of({ ...state, version }, this.#text);
    const before = this.#requests.get(requestId);
    if (before !== undefined) return { status: 'accepted', version: before };
    if (state.writerEpoch < this.#epoch) return { status: 'stale', epoch: this.#epoch, state: this.document };
    if (expectedVersion !== this.#stateVersion) {
      const missed = this.pass(new WatchCursor(expectedVersion));
      return { status: 'conflict', version: this.#stateVersion, state: this.document, missed };
    }
    this.#epoch = state.writerEpoch;
    remember(this.#requests, requestId, version, KEPT_REQUESTS);
    this.#appendState(text);
    return { status: 'accepted', version };
  }

  /** As `RunHistory.read`. */
  pass(cursor: WatchCursor): RunEvent[] {
    const after = cursor.version;
    if (after === this.#version) return [];
    const events = this.#eventsFrom(after + 1)?.slice(0, PAGE);
    const before = events === undefined ? undefined : this.#foldedBefore(events, cursor);
    if (events !== undefined && before !== undefined) return cursor.pass(events, before);
    return cursor.jump({ version: this.#version, id: NO_ID, document: this.#text.document(this.#stateVersion) });
  }

  onChange(wake: () => void): () => void {
    this.#watchers.add(wake);
    return () => this.#watchers.delete(wake);
  }

  send(command: Command): void {
    const text = commandCodec.encode(command);
    if (this.#pending.has(command.id) || this.#outcomes.has(command.id)) return;
    this.#pending.set(command.id, text);
    this.#append({ type: 'command', data: text });
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
    this.#append({ type: 'command-outcome', data: text });
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

  /** Whoever watches learns that it is gone. Throws `broker/run-held` while somebody writes it. */
  delete(now: number): void {
    if (this.#lease !== undefined && this.#lease.expiresAt > now) throw runHeld(this.runId);
    for (const wake of this.#watchers) wake();
  }

  addPoints(batch: PointBatch): PointsResult {
    if (batch.epoch < this.#epoch) return { status: 'stale', epoch: this.#epoch };
    return this.points.add(batch);
  }

  /** The kept events from `version` on; none where older ones of them are not kept, or where there is no such version. */
  #eventsFrom(version: number): StoredEvent[] | undefined {
    const first = this.#version - this.#events.length + 1;
    if (version > this.#version || version < first) return undefined;
    return this.#events.slice(version - first);
  }

  /** What a cold cursor has to fold first: from the last whole document on. */
  #foldedBefore(events: readonly StoredEvent[], { isCold }: WatchCursor): StoredEvent[] | undefined {
    const document = events.find(({ type }) => type === 'state' || type === 'patch');
    if (!isCold || document?.snapshot === undefined) return [];
    const { snapshot } = document;
    return this.#eventsFrom(snapshot)?.slice(0, (events[0]?.version ?? 0) - snapshot);
  }

  #appendState(text: StateText): void {
    const version = this.#version + 1;
    if (this.#snapshotVersion === 0 || version - this.#snapshotVersion >= this.#snapshotEvery) {
      this.#snapshotVersion = version;
      this.#append({ type: 'state', data: text.document(version) });
    } else {
      const patch = { from: this.#stateVersion, snapshot: this.#snapshotVersion, data: text.patchFrom(this.#text) };
      this.#append({ type: 'patch', ...patch });
    }
    this.#text = text;
    this.#stateVersion = version;
  }

  #append(event: Omit<StoredEvent, 'version' | 'id'>): void {
    this.#version += 1;
    this.#events.push({ version: this.#version, id: NO_ID, ...event });
    const kept = this.#historyLimit + this.#snapshotEvery;
    // A cut of one at each event would move the whole list each time.
    if (this.#events.length >= 1.25 * kept) this.#events = this.#events.slice(-kept);
    for (const wake of this.#watchers) wake();
  }
}

/** Remembers the newest `limit` keys. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, limit: number): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
