import { prepareChange, prepareQuery, type Connection, type SqlInteger } from './sql.ts';

/** Positions `after` < position ≤ `last`, and the steps between which their points lie. */
export interface BatchRange {
  after: number;
  last: number;
  firstStep: SqlInteger;
  lastStep: SqlInteger;
}

/** The run's writes in their order. */
export interface BatchTable {
  /** Notes a write and gives its position. */
  add(run: number, batch: { firstStep: SqlInteger; lastStep: SqlInteger; count: number }): number;
  /** The last position; 0 where nothing was written. */
  head(run: number): number;
  /** Points and entries behind the position. */
  countAfter(run: number, position: number): number;
  /** Whole writes from there on, until they have `limit` points or more; undefined at the end. */
  next(run: number, after: number, limit: number): BatchRange | undefined;
}

/** `onForeign` is told before a write to a run that somebody else wrote to since this connection's last write. */
export function createBatchTable(connection: Connection, onForeign: () => void): BatchTable {
  const own = new Map<number, number>();
  const insert = prepareChange(
    connection,
    'INSERT INTO batches (run, position, first_step, last_step, count) VALUES (?, ?, ?, ?, ?)',
  );
  const max = prepareQuery<[number | null]>(connection, 'SELECT max(position) FROM batches WHERE run = ?');
  const sum = prepareQuery<[number | null]>(
    connection,
    'SELECT sum(count) FROM batches WHERE run = ? AND position > ?',
  );
  // Steps as texts: beyond 2^53 a number would round them.
  const range = prepareQuery<[number | null, string, string]>(
    connection,
    `SELECT max(position), CAST(min(first_step) AS TEXT), CAST(max(last_step) AS TEXT)
     FROM batches WHERE run = ?1 AND position > ?2 AND position <= ?3`,
  );
  const counts = prepareQuery<[number, number]>(
    connection,
    'SELECT position, count FROM batches WHERE run = ? AND position > ? ORDER BY position LIMIT ?',
  );
  const head = (run: number): number => max.first(run)?.[0] ?? 0;

  /** The last position of so many points. */
  function lastOf(run: number, after: number, limit: number): number {
    let points = 0;
    let last = after;
    for (const [position, count] of counts.all(run, after, limit)) {
      last = position;
      points += count;
      if (points >= limit) break;
    }
    return last;
  }

  return {
    head,
    add(run, { firstStep, lastStep, count }) {
      const last = head(run);
      if (last !== (own.get(run) ?? last)) onForeign();
      const position = last + 1;
      own.set(run, position);
      insert(run, position, firstStep, lastStep, count);
      return position;
    },
    countAfter: (run, position) => sum.first(run, position)?.[0] ?? 0,
    next(run, after, limit) {
      const [last = null, firstStep = '', lastStep = ''] = range.first(run, after, lastOf(run, after, limit)) ?? [];
      return last === null ? undefined : { after, last, firstStep: BigInt(firstStep), lastStep: BigInt(lastStep) };
    },
  };
}
