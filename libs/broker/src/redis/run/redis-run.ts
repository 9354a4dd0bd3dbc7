import { decodeState, newerVersion, type ExperimentState, type RunEvent } from '@cartwheel/experiment-state';
import { runExists, runHeld } from '../../broker-error.ts';
import type { PublishResult } from '../../experiment-broker.ts';
import { wholeText } from '../../history/state-patch.ts';
import type { StateText } from '../../history/state-text.ts';
import type { StoredEvent } from '../../history/stored-event.ts';
import { WatchCursor } from '../../history/watch-cursor.ts';
import { asLost } from '../../lease/lost-run.ts';
import { numberField, parseReply, streamField, textField, type Reply, type StreamEntry } from '../reply.ts';
import { createRun, deleteRun } from '../scripts/create-run.ts';
import { readEvents, readState } from '../scripts/read-run.ts';
import type { PublishedDocument } from './published-documents.ts';
import { inProtocol, type ScriptArguments } from '../script-arguments.ts';
import type { RunAccess } from './run-access.ts';
import { readStored } from './stored-document.ts';

const PAGE = 100;
const TWO_EMPTY = Buffer.from(inProtocol('', ''));

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
  /** What the index is to know of it, as JSON. */
  facets: string;
  asksForIndex: boolean;
  /** What this broker published before, if anything. */
  before: PublishedDocument | undefined;
}

/** What came of a publish, and of an accepted one what the index knows of the run, if that was asked for. */
export type PublishReply =
  | { status: 'accepted'; version: number; indexed: string | undefined; published: PublishedDocument | undefined }
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
      ['run', 'events', 'commands', 'pending', 'outcomes', 'settled', 'points'],
      [schemaVersion, writerEpoch, requestId, text.body, keptEvents, keys.wakeUp],
    );
    if (reply.status === 'exists') throw runExists(runId);
    return decodeState(text.document(1));
  }

  publish(request: PublishRequest): Promise<PublishReply> {
    const { before, expectedVersion } = request;
    const isDue =
      before === undefined || expectedVersion + 1 - before.wholeVersion >= this.#access.limits.snapshotEvery;
    return this.#offer(request, isDue ? undefined : before);
  }

  async read(): Promise<ReadState | null> {
    const reply = await this.#access.run(readState, ['run'], []);
    if (reply.status === 'absent') return null;
    const standing = this.#decodeState(reply);
    const state = textField(reply, 3) === '1' ? asLost(standing) : standing;
    return { state, standing, indexed: textField(reply, 4) };
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
    const [last, id] = [numberField(reply, 3), textField(reply, 4)];
    return readStored(this.#access.keys.run, () => cursor.jump({ version: last, id, document: documentField(reply) }));
  }

  /** Gives what the index knows of the run; null where there was none. */
  async delete(): Promise<string | null> {
    const { keys, runId } = this.#access;
    const reply = await this.#access.run(
      deleteRun,
      ['run', 'events', 'commands', 'pending', 'outcomes', 'settled', 'points'],
      [keys.wakeUp, keys.commandWakeUp],
    );
    if (reply.status === 'held') throw runHeld(runId);
    return reply.status === 'absent' ? null : textField(reply, 0);
  }

  /** @param patched What its patch is made from; none where the whole document goes. */
  #offer(request: PublishRequest, patched: PublishedDocument | undefined): Promise<PublishReply> {
    const { publishKeys, wakeUpChannel, keys, queue } = this.#access;
    const { head, text, expectedVersion, requestId, asksForIndex } = request;
    return queue.publish(
      {
        firstKey: keys.run,
        keys: publishKeys,
        asksForIndex,
        write: (args) => {
          args.ready(wakeUpChannel);
          args.texts(`${expectedVersion}`, `${head.writerEpoch}`, requestId, patched?.id ?? '');
          writeDocument(text, patched, args);
        },
      },
      (reply) => this.#replyTo(request, reply, patched === undefined),
    );
  }

  #replyTo(request: PublishRequest, reply: unknown, isWhole: boolean): PublishReply | Promise<PublishReply> {
    // Most are no more than a version.
    const read =
      typeof reply === 'number' ? { status: 'accepted', fields: [`${reply}`] } : parseReply(reply, this.#access.runId);
    if (read.status === 'accepted' || read.status === 'repeated') return acceptedReply(read, request, isWhole);
    if (read.status === 'whole') return this.#offer(request, undefined);
    return this.#refusal(read, request);
  }

  async #refusal(reply: Reply, { expectedVersion }: PublishRequest): Promise<PublishReply> {
    if (reply.status === 'newer-schema') throw newerVersion(numberField(reply, 0));
    const state = this.#decodeState(reply);
    if (reply.status === 'stale') return { status: 'stale', epoch: numberField(reply, 3), state };
    const missed = await this.pass(new WatchCursor(expectedVersion));
    return { status: 'conflict', version: state.version, state, missed };
  }

  #decodeState(reply: Reply): ExperimentState {
    return readStored(this.#access.keys.run, () => decodeState(documentField(reply)));
  }
}

/** The document of a reply that begins with the last whole one, the patch that leads on, and the version. */
function documentField(reply: Reply): string {
  return wholeText(textField(reply, 0), textField(reply, 1), numberField(reply, 2));
}

/** As the script takes it: patch, patch from the last whole one, body. */
function writeDocument(text: StateText, patched: PublishedDocument | undefined, args: ScriptArguments): void {
  if (patched === undefined) {
    args.ready(TWO_EMPTY);
    args.writtenBy((into) => text.writeBody(into));
    return;
  }
  args.writtenBy((into) => text.writePatch(patched.text, into));
  if (text.hasSamePatchFrom(patched.text, patched.whole)) {
    args.ready(TWO_EMPTY);
    return;
  }
  args.writtenBy((into) => text.writePatch(patched.whole, into));
  args.texts('');
}

/** Of a request that was applied before nobody knows whether as a patch: the next one goes whole. */
function acceptedReply(
  reply: Reply,
  { text, requestId: id, before, facets, asksForIndex }: PublishRequest,
  isWhole: boolean,
): PublishReply {
  const version = numberField(reply, 0);
  const indexed = asksForIndex || reply.fields.length > 1 ? textField(reply, 1) : undefined;
  const isIndexed = indexed === undefined || indexed === facets;
  const { whole, wholeVersion } = isWhole || before === undefined ? { whole: text, wholeVersion: version } : before;
  const published = { id, version, text, facets, isIndexed, whole, wholeVersion };
  return { status: 'accepted', version, indexed, published: reply.status === 'repeated' ? undefined : published };
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
