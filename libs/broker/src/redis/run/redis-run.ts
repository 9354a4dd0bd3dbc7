import { decodeState, newerVersion, type ExperimentState, type RunEvent } from '@cartwheel/experiment-state';
import { runExists, runHeld } from '../../broker-error.ts';
import type { PublishResult } from '../../experiment-broker.ts';
import type { StateText } from '../../history/state-text.ts';
import type { StoredEvent } from '../../history/stored-event.ts';
import { WatchCursor } from '../../history/watch-cursor.ts';
import { asLost } from '../../lease/lost-run.ts';
import { numberField, streamField, textField, type StreamEntry } from '../reply.ts';
import { createRun, deleteRun } from '../scripts/create-run.ts';
import { publishState } from '../scripts/publish-state.ts';
import { readEvents, readState } from '../scripts/read-run.ts';
import type { PublishedDocument } from './published-documents.ts';
import type { RunAccess } from './run-access.ts';
import { readStored } from './stored-document.ts';

const KEPT_REQUESTS = 1000;
const PAGE = 100;

/** A document as it reads, and what the index knows of its run. */
export interface ReadState {
  state: ExperimentState;
  /** As it stands: never `lost`. */
  standing: ExperimentState;
  indexed: string;
}

/** What scripts and index are told of a document, beside its text. */
export type StateHead = Readonly<
  Pick<ExperimentState, 'runId' | 'schemaVersion' | 'writerEpoch' | 'createdAt' | 'status' | 'experiment' | 'tags'>
>;

export interface PublishRequest {
  head: StateHead;
  text: StateText;
  expectedVersion: number;
  requestId: string;
  /** What this broker published before, if anything. */
  before: PublishedDocument | undefined;
}

/** What came of a publish, and of an accepted one what the index knows of the run. */
export type PublishReply =
  | { status: 'accepted'; version: number; indexed: string }
  | Exclude<PublishResult, { status: 'accepted' }>;

/** The document and the history of a run in Redis: each call is one step of the server. */
export class RedisRun {
  readonly #access: RunAccess;

  constructor(access: RunAccess) {
    this.#access = access;
  }

  /** @param requestId ioredis sends again what was under way when a connection broke: this makes it count once. */
  async create(
    { schemaVersion, writerEpoch }: StateHead,
    text: StateText,
    requestId: string,
  ): Promise<ExperimentState> {
    const { keys, keptEvents, runId } = this.#access;
    const reply = await this.#access.run(
      createRun,
      ['run', 'events', 'requests', 'commands', 'pending', 'outcomes', 'settled', 'points'],
      [schemaVersion, writerEpoch, requestId, text.body, keptEvents, keys.wakeUp],
    );
    if (reply.status === 'exists') throw runExists(runId);
    return decodeState(text.document(1));
  }

  async publish({ head, text, expectedVersion, requestId, before }: PublishRequest): Promise<PublishReply> {
    const { keys, keptEvents, limits } = this.#access;
    const document = [head.schemaVersion, head.writerEpoch, requestId, text.body];
    const { template, spans } = patchOf(text, before);
    const settings = [limits.snapshotEvery, keptEvents, KEPT_REQUESTS, keys.wakeUp];
    const reply = await this.#access.run(
      publishState,
      ['run', 'events', 'requests'],
      [expectedVersion, ...document, template, before?.id ?? '', ...settings, spans],
    );
    if (reply.status === 'accepted') {
      return { status: 'accepted', version: numberField(reply, 0), indexed: textField(reply, 1) };
    }
    if (reply.status === 'newer-schema') throw newerVersion(numberField(reply, 0));
    if (reply.status === 'stale') {
      return { status: 'stale', epoch: numberField(reply, 0), state: this.#decodeState(textField(reply, 1)) };
    }
    const state = this.#decodeState(textField(reply, 0));
    const missed = await this.pass(new WatchCursor(expectedVersion));
    return { status: 'conflict', version: state.version, state, missed };
  }

  async read(): Promise<ReadState | null> {
    const reply = await this.#access.run(readState, ['run'], []);
    if (reply.status === 'absent') return null;
    const standing = this.#decodeState(textField(reply, 0));
    const state = textField(reply, 1) === '1' ? asLost(standing) : standing;
    return { state, standing, indexed: textField(reply, 2) };
  }

  /** As `RunHistory.read`. */
  async pass(cursor: WatchCursor): Promise<RunEvent[]> {
    const { version, eventId = '', isCold } = cursor;
    const reply = await this.#access.run(readEvents, ['run', 'events'], [version, eventId, PAGE, isCold ? '1' : '0']);
    if (reply.status === 'events') {
      const [before, events] = [streamField(reply, 0), streamField(reply, 1)].map((entries) =>
        entries.map(storedEvent),
      );
      const first = events?.[0] ?? before?.[0];
      return readStored(`${this.#access.keys.events} ${first?.version}-0 and after`, () =>
        cursor.pass(events ?? [], before),
      );
    }
    const document = { version: numberField(reply, 0), id: textField(reply, 1), document: textField(reply, 2) };
    return readStored(this.#access.keys.run, () => cursor.jump(document));
  }

  /** Gives what the index knows of the run; null where there was none. */
  async delete(): Promise<string | null> {
    const { keys, runId } = this.#access;
    const reply = await this.#access.run(
      deleteRun,
      ['run', 'events', 'requests', 'commands', 'pending', 'outcomes', 'settled', 'points'],
      [keys.wakeUp],
    );
    if (reply.status === 'held') throw runHeld(runId);
    return reply.status === 'absent' ? null : textField(reply, 0);
  }

  #decodeState(text: string): ExperimentState {
    return readStored(this.#access.keys.run, () => decodeState(text));
  }
}

/** What JSON text never has in it. */
const GAP = '\u0001';

/** The patch as the script takes it: with gaps for what is in the document anyway, and where that begins and ends there. */
function patchOf(text: StateText, before: PublishedDocument | undefined): { template: string; spans: string } {
  if (before === undefined) return { template: '', spans: '' };
  // Lua counts bytes.
  if (Buffer.byteLength(text.body) !== text.body.length) return { template: text.patchFrom(before.text), spans: '' };
  const pieces = text.patchPieces(before.text);
  const spans = pieces.filter((piece) => typeof piece !== 'string');
  return {
    template: pieces.map((piece) => (typeof piece === 'string' ? piece : GAP)).join(''),
    spans: spans.map(([from, to]) => `${from + 1} ${to}`).join(' '),
  };
}

function storedEvent({ version, fields }: StreamEntry): StoredEvent {
  const { type, id = '', data = '', from, snapshot } = fields;
  return {
    type,
    version,
    id,
    data,
    ...(from === undefined ? {} : { from: Number(from) }),
    ...(snapshot === undefined ? {} : { snapshot: Number(snapshot) }),
  };
}
