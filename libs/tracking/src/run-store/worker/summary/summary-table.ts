import type { PackedPoints } from '../protocol.ts';
import { prepareChange, prepareQuery, type Connection } from '../sql.ts';
import { BlockBuilder, POINTS_IN_BLOCK, type Block } from './block-builder.ts';
import { decodeBlocks, encodeBlocks } from './block-bytes.ts';

const BLOCKS_IN_PAGE = 64;
const POINTS_IN_PAGE = BLOCKS_IN_PAGE * POINTS_IN_BLOCK;

/** What is known of the steps from `fromStep` to `toStep` of a series; `blocks` is null where its points must be read. */
export interface SummaryPage {
  fromStep: number;
  toStep: number;
  blocks: Block[] | null;
}

/**
 * Extremes of a series, block by block, which make a chart of a long series without reading all of it. A page is written in
 * the transaction that completes it; the last points of a series, less than a page, are in none. A point that comes late,
 * into the steps of a page, makes the page void.
 */
export interface SummaryTable {
  /**
   * To be called before points are written, with the numbers of their series; what it gives, after. What others write to
   * the same run must be told by `forget`.
   */
  expect(idOf: readonly number[]): (points: PackedPoints) => void;
  /** Sums up all that is there, of a series that has no pages. */
  build(series: number): void;
  /** Pages of which steps are in `from` ≤ step < `to`, one behind the other. */
  pages(series: number, from: number, to: number): SummaryPage[];
  /** Somebody else wrote to the database, or what was noted since the last transaction was undone. */
  forget(): void;
}

interface SeriesState {
  /** The last page's `toStep`; −1 where there is none. */
  end: number;
  /** Points behind it, or more: one that replaced another counts, too. */
  waiting: number;
  /** Undefined where the points behind `end` must be read anew: this connection has not seen all of them, in order. */
  builder: BlockBuilder | undefined;
}

/** Of more series than that none is remembered. */
const MOST_SERIES = 10_000;

export function createSummaryTable(connection: Connection): SummaryTable {
  return new PagedSummaries(connection);
}

class PagedSummaries implements SummaryTable {
  readonly #sql: ReturnType<typeof prepareAll>;
  readonly #states = new Map<number, SeriesState>();

  constructor(connection: Connection) {
    this.#sql = prepareAll(connection);
  }

  expect(idOf: readonly number[]): (points: PackedPoints) => void {
    const found = idOf.map((id) => this.#states.get(id) ?? this.#load(id));
    return ({ seriesOf, steps, values }) => {
      for (let index = 0; index < steps.length; index++) {
        const series = seriesOf[index];
        if (steps[index] <= Number.MAX_SAFE_INTEGER)
          this.#notePoint(idOf[series], found[series], steps[index], values[index]);
      }
      idOf.forEach((id, index) => this.#complete(id, found[index]));
    };
  }

  build(series: number): void {
    this.#complete(series, this.#load(series));
    this.#states.delete(series);
  }

  pages(series: number, from: number, to: number): SummaryPage[] {
    return this.#sql.pages
      .all(series, from, to)
      .map(([fromStep, toStep, bytes]) => ({ fromStep, toStep, blocks: bytes && decodeBlocks(bytes) }));
  }

  forget(): void {
    this.#states.clear();
  }

  #load(series: number): SeriesState {
    const end = this.#sql.end.first(series)?.[0] ?? -1;
    const waiting = this.#sql.count.first(series, end)?.[0] ?? 0;
    const state = { end, waiting, builder: waiting === 0 ? new BlockBuilder(end) : undefined };
    if (this.#states.size === MOST_SERIES) this.#states.clear();
    this.#states.set(series, state);
    return state;
  }

  #notePoint(series: number, state: SeriesState, step: number, value: number): void {
    state.waiting++;
    if (step <= state.end) this.#sql.makeVoid(series, step);
    else if (state.builder && !state.builder.push(step, value)) state.builder = undefined;
  }

  /** Writes the pages that have become full. */
  #complete(series: number, state: SeriesState): void {
    if (state.waiting < POINTS_IN_PAGE) return;
    state.builder ??= this.#buildFrom(series, state);
    this.#writePages(series, state, state.builder);
    state.waiting = state.builder.waiting;
  }

  /** Part by part: an older store's series may be longer than memory. */
  #buildFrom(series: number, state: SeriesState): BlockBuilder {
    const builder = new BlockBuilder(state.end);
    let last = state.end;
    for (;;) {
      const rows = this.#sql.points.all(series, last, POINTS_IN_PAGE);
      for (const [step, value] of rows) builder.push(step, value ?? Number.NaN);
      this.#writePages(series, state, builder);
      if (rows.length < POINTS_IN_PAGE) return builder;
      [last] = rows[rows.length - 1];
    }
  }

  #writePages(series: number, state: SeriesState, builder: BlockBuilder): void {
    for (let blocks = builder.take(BLOCKS_IN_PAGE); blocks; blocks = builder.take(BLOCKS_IN_PAGE)) {
      const toStep = blocks[BLOCKS_IN_PAGE - 1].lastStep;
      this.#sql.insert(series, state.end + 1, toStep, encodeBlocks(blocks));
      state.end = toStep;
    }
  }
}

function prepareAll(connection: Connection) {
  // Steps beyond are no doubles; no page has one.
  const behind = `FROM points WHERE series = ?1 AND step > ?2 AND step <= ${Number.MAX_SAFE_INTEGER}`;
  return {
    end: prepareQuery<[number | null]>(connection, 'SELECT max(to_step) FROM summaries WHERE series = ?'),
    count: prepareQuery<[number]>(connection, `SELECT count(*) ${behind}`),
    points: prepareQuery<[step: number, value: number | null]>(
      connection,
      `SELECT step, value ${behind} ORDER BY step LIMIT ?3`,
    ),
    pages: prepareQuery<[fromStep: number, toStep: number, blocks: Uint8Array | null]>(
      connection,
      'SELECT from_step, to_step, blocks FROM summaries WHERE series = ? AND to_step >= ? AND from_step < ? ORDER BY to_step',
    ),
    insert: prepareChange(connection, 'INSERT INTO summaries (series, from_step, to_step, blocks) VALUES (?, ?, ?, ?)'),
    makeVoid: prepareChange(
      connection,
      `UPDATE summaries SET blocks = NULL WHERE series = ?1 AND blocks NOT NULL
       AND to_step = (SELECT min(to_step) FROM summaries WHERE series = ?1 AND to_step >= ?2)`,
    ),
  };
}
