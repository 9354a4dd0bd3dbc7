import { randomUUID } from 'node:crypto';
import type { ExperimentState } from '@cartwheel/experiment-state';
import { BrokerError, lostRun } from '../../broker-error.ts';
import type { ListOptions, PublishResult } from '../../experiment-broker.ts';
import { StateText } from '../../history/state-text.ts';
import { facetsOf } from '../index/facets.ts';
import { RunIndex } from '../index/run-index.ts';
import type { RedisConnection } from '../redis-connection.ts';
import { PublishedDocuments, type PublishedDocument } from './published-documents.ts';
import { RedisRun, type PublishReply, type ReadState, type StateHead } from './redis-run.ts';
import type { RunAccess } from './run-access.ts';

export interface RunShelfOptions {
  access: (runId: string) => RunAccess;
  /** Hears of what fails beside what was asked for. */
  report: (error: unknown) => void;
}

/** What facets are made of. */
const FACET_FIELDS = ['status', 'experiment', 'tags'] as const;

/** Documents read at once by a list. */
const READ_AT_ONCE = 200;

/** The runs of a broker and the index that finds them: whatever changes the one keeps the other up. */
export class RunShelf {
  readonly #index: RunIndex;
  readonly #options: RunShelfOptions;
  readonly #published = new PublishedDocuments();

  constructor(connection: RedisConnection, keyPrefix: string, options: RunShelfOptions) {
    this.#index = new RunIndex(connection, keyPrefix);
    this.#options = options;
  }

  /** Throws `experiment-state/invalid`, and what the run's calls throw. */
  async create(state: ExperimentState): Promise<ExperimentState> {
    const text = StateText.of({ ...state, version: 1 });
    const [head, facets] = [headOf(state), facetText(state)];
    const requestId = randomUUID();
    await this.#index.announce(head.runId, requestId);
    const created = await this.#run(head.runId).create(head, text, requestId);
    const { version } = created;
    const document = { id: requestId, version, text, facets, isIndexed: false, whole: text, wholeVersion: version };
    this.#published.set(head.runId, document);
    await this.#writeIndex(created, '', requestId);
    return created;
  }

  /** Throws as `create` does. */
  async publish(state: ExperimentState, expectedVersion: number, requestId: string): Promise<PublishResult> {
    const { runId } = state;
    const before = this.#published.get(runId);
    const text = StateText.of(state, before?.text);
    const head = headOf(state);
    const isAnnounced = before === undefined || !text.agreesIn(FACET_FIELDS, before.text);
    const facets = isAnnounced ? facetText(state) : before.facets;
    const asksForIndex = isAnnounced || !before.isIndexed;
    if (isAnnounced) await this.#index.announce(runId, requestId);
    const request = { head, text, expectedVersion, requestId, facets, asksForIndex, before };
    let reply: PublishReply;
    try {
      reply = await this.#run(runId).publish(request);
    } catch (error) {
      throw nameLoss(error, runId, before);
    }
    if (reply.status !== 'accepted') return this.#refused(reply, runId, isAnnounced ? requestId : undefined);
    const { version, indexed, published } = reply;
    if (published === undefined) this.#published.forget(runId);
    else this.#published.set(runId, published);
    // An index that a killed writer left behind is written here, too.
    if (indexed !== undefined && (isAnnounced || indexed !== facets))
      await this.#writeIndex({ ...head, version }, indexed, requestId);
    return { status: 'accepted', version };
  }

  /** Runs that may be what is asked for, as they read; those that cannot be read are reported and left out. */
  async find(options: ListOptions): Promise<ExperimentState[]> {
    const { runIds, announced } = await this.#index.find(options);
    const found: ExperimentState[] = [];
    const known = new Map<string, ReadState | null | undefined>();
    for (let start = 0; start < runIds.length; start += READ_AT_ONCE) {
      const part = runIds.slice(start, start + READ_AT_ONCE);
      const states = await Promise.all(part.map((runId) => this.#readListed(runId)));
      part.forEach((runId, place) => known.set(runId, states[place]));
      found.push(...states.flatMap((read) => (read ? [read.state] : [])));
    }
    await this.#heal(known, announced);
    return found;
  }

  async delete(runId: string): Promise<boolean> {
    const indexed = await this.#run(runId).delete();
    this.#published.forget(runId);
    if (indexed === null) return false;
    await this.#index.remove(runId, indexed);
    return true;
  }

  #run(runId: string): RedisRun {
    return new RedisRun(this.#options.access(runId));
  }

  async #refused(
    reply: Exclude<PublishReply, { status: 'accepted' }>,
    runId: string,
    announcement: string | undefined,
  ): Promise<PublishResult> {
    this.#published.forget(runId);
    if (announcement !== undefined) await this.#index.conclude(runId, announcement).catch(this.#options.report);
    return reply;
  }

  /** The run stands already: a failure here must not look as if it did not. Its announcement stays then. */
  async #writeIndex(
    state: Omit<StateHead, 'schemaVersion' | 'writerEpoch'> & { readonly version: number },
    indexed: string,
    requestId: string,
  ): Promise<void> {
    try {
      const { keys } = this.#options.access(state.runId);
      await this.#index.write({ state, indexed, runKey: keys.run });
      await this.#index.conclude(state.runId, requestId);
    } catch (error) {
      this.#options.report(error);
    }
  }

  /** One run's trouble must not hide the others: `undefined` for a run that cannot be read. */
  async #readListed(runId: string): Promise<ReadState | null | undefined> {
    try {
      return await this.#run(runId).read();
    } catch (error) {
      if (error instanceof BrokerError && error.code !== 'broker/corrupt-document') throw error;
      this.#options.report(error);
      return undefined;
    }
  }

  /** Brings up to date what writers left behind that were killed between a change and its index. */
  async #heal(known: ReadonlyMap<string, ReadState | null | undefined>, announced: readonly string[]): Promise<void> {
    try {
      for (const [runId, read] of known) {
        if (read === null) await this.#index.remove(runId, '[]');
        else if (read !== undefined && read.indexed !== facetText(read.standing)) await this.#healRun(runId, read);
      }
      await Promise.all(announced.map((announcement) => this.#index.forget(announcement)));
    } catch (error) {
      this.#options.report(error);
    }
  }

  async #healRun(runId: string, { standing, indexed }: ReadState): Promise<void> {
    await this.#index.write({ state: standing, indexed, runKey: this.#options.access(runId).keys.run });
  }
}

/** As it is now: its caller may change the document while it is under way. */
function headOf({
  runId,
  schemaVersion,
  writerEpoch,
  createdAt,
  status,
  experiment,
  tags,
}: ExperimentState): StateHead {
  return { runId, schemaVersion, writerEpoch, createdAt, status, experiment, tags: [...tags] };
}

function facetText(state: Parameters<typeof facetsOf>[0]): string {
  return JSON.stringify(facetsOf(state));
}

/** Tells a writer by name that the run which it put there is gone. */
function nameLoss(error: unknown, runId: string, before: PublishedDocument | undefined): unknown {
  if (before === undefined || !(error instanceof BrokerError && error.code === 'broker/unknown-run')) return error;
  return lostRun(runId, before.version, error);
}
