import * as z from 'zod';
import type { ExperimentState } from '@cartwheel/experiment-state';
import type { ListOptions } from '../../experiment-broker.ts';
import type { RedisConnection } from '../redis-connection.ts';
import { announceChange, forgetChange, leaveFacet, markIndexed } from '../scripts/index-runs.ts';
import { facetsOf, wantedFacets } from './facets.ts';
import { indexKeys, type IndexKeys } from './index-keys.ts';

/** Longer than any call can be under way. */
const ANNOUNCED_MS = 60_000;

const facetList = z.array(z.string());

export interface IndexedRun {
  state: Pick<ExperimentState, 'runId' | 'createdAt' | 'version' | 'status' | 'experiment' | 'tags'>;
  /** What the index knew, as the run's hash notes it; empty for nothing. */
  indexed: string;
  runKey: string;
}

/** What an index gives for a search: a superset of what is wanted. The documents say what is true. */
export interface Candidates {
  runIds: string[];
  /** Announcements of changes whose index may not be up to date. */
  announced: string[];
}

/**
 * Finds runs without going through all of them. It lies in other slots than the runs, so it can't change with them in one
 * step; that it nevertheless misses no run:
 *
 * 1. A change of what a run is found by is announced before it is made, and the announcement is taken away after the index
 *    was written. Whoever lists also looks at all runs that are announced.
 * 2. An entry has the version of the document that put it there: older news never undo newer ones.
 * 3. A killed writer's leftovers are brought up to date by whoever lists, and by the run's next writer.
 */
export class RunIndex {
  readonly #connection: RedisConnection;
  readonly #keys: IndexKeys;

  constructor(connection: RedisConnection, keyPrefix: string) {
    this.#connection = connection;
    this.#keys = indexKeys(keyPrefix);
  }

  async announce(runId: string, requestId: string): Promise<void> {
    await this.#connection.run(announceChange, [this.#keys.changing], [`${runId} ${requestId}`]);
  }

  /** Takes an announcement back: the index is written, or nothing was changed. */
  async conclude(runId: string, requestId: string): Promise<void> {
    await this.#connection.call((client) => client.zrem(this.#keys.changing, `${runId} ${requestId}`));
  }

  /** Takes the announcement of a writer that is gone away. */
  async forget(announcement: string): Promise<void> {
    await this.#connection.run(forgetChange, [this.#keys.changing], [announcement, ANNOUNCED_MS]);
  }

  async write({ state, indexed, runKey }: IndexedRun): Promise<void> {
    const { runId, createdAt, version } = state;
    const facets = facetsOf(state);
    const gone = indexed === '' ? [] : facetList.parse(JSON.parse(indexed)).filter((facet) => !facets.includes(facet));
    await Promise.all([
      this.#connection.call((client) => client.zadd(this.#keys.all, String(createdAt), runId)),
      ...facets.map((facet) =>
        this.#connection.call((client) => client.zadd(this.#keys.facet(facet), 'GT', String(version), runId)),
      ),
      ...gone.map((facet) => this.leave(facet, runId, version)),
    ]);
    await this.#connection.run(markIndexed, [runKey], [String(version), JSON.stringify(facets)]);
  }

  /** @param version Of a document that does not have the facet. */
  async leave(facet: string, runId: string, version: number): Promise<void> {
    await this.#connection.run(leaveFacet, [this.#keys.facet(facet)], [runId, version]);
  }

  /** Forgets a run that was deleted. */
  async remove(runId: string, indexed: string): Promise<void> {
    const facets = facetList.parse(JSON.parse(indexed));
    const keys = [this.#keys.all, ...facets.map((facet) => this.#keys.facet(facet))];
    await Promise.all(keys.map((key) => this.#connection.call((client) => client.zrem(key, runId))));
  }

  async find(options: ListOptions): Promise<Candidates> {
    const [announced, ...groups] = await Promise.all([
      this.#connection.call((client) => client.zrange(this.#keys.changing, '0', '-1')),
      this.#created(options),
      ...wantedFacets(options).map((facets) => this.#withAnyOf(facets)),
    ]);
    const sets = groups.filter((group) => group !== undefined).map((group) => new Set(group));
    const [smallest, ...others] = sets.toSorted((a, b) => a.size - b.size);
    const found = [...(smallest ?? [])].filter((runId) => others.every((other) => other.has(runId)));
    const changing = announced.map((announcement) => announcement.split(' ')[0] ?? '');
    return { runIds: [...new Set([...found, ...changing])], announced };
  }

  /** All run ids in the time that is asked for; nothing where facets alone narrow the search. */
  #created({ since, until, ...facets }: ListOptions): Promise<string[]> | undefined {
    if (since === undefined && until === undefined && wantedFacets(facets).length > 0) return undefined;
    const [from, to] = [since === undefined ? '-inf' : String(since), until === undefined ? '+inf' : `(${until}`];
    return this.#connection.call((client) => client.zrangebyscore(this.#keys.all, from, to));
  }

  async #withAnyOf(facets: readonly string[]): Promise<string[]> {
    const groups = facets.map((facet) =>
      this.#connection.call((client) => client.zrange(this.#keys.facet(facet), '0', '-1')),
    );
    return (await Promise.all(groups)).flat();
  }
}
