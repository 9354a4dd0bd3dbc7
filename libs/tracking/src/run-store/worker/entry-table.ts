import type { BatchTable } from './batch-table.ts';
import type { EntryQuery, EntryRow } from './protocol.ts';
import { prepareChange, prepareQuery, type Connection } from './sql.ts';

export interface EntryTable {
  /** Replaces the entry of the same kind, name, context and step, if any. */
  append(run: number, entry: EntryRow): void;
  /** In the order in which they were written last. */
  list(run: number, query: EntryQuery): EntryRow[];
  /** The last position up to which they fit into so many bytes; one by itself always does. */
  lastWithin(run: number, after: number, last: number, bytes: number): number;
  /** Those of the positions `after` < position ≤ `last`. */
  between(run: number, after: number, last: number): EntryRow[];
}

type SelectedRow = [
  kind: string,
  name: string,
  context: string,
  step: number,
  time: number,
  meta: string,
  body: Uint8Array | null,
];

const SELECT = 'SELECT kind, name, context, step, time, meta, body FROM entries WHERE run = ?1';

export function createEntryTable(connection: Connection, batches: BatchTable): EntryTable {
  const remove = prepareChange(
    connection,
    'DELETE FROM entries WHERE run = ? AND kind = ? AND name = ? AND context = ? AND step = ?',
  );
  const insert = prepareChange(
    connection,
    `INSERT INTO entries (run, position, kind, name, context, step, time, meta, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const select = prepareQuery<SelectedRow>(
    connection,
    `${SELECT} AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR name = ?3) ORDER BY position`,
  );
  const selectBetween = prepareQuery<SelectedRow>(
    connection,
    `${SELECT} AND position > ?2 AND position <= ?3 ORDER BY position`,
  );
  const sizes = prepareQuery<[position: number, bytes: number]>(
    connection,
    `SELECT position, length(meta) + coalesce(length(body), 0) FROM entries
     WHERE run = ? AND position > ? AND position <= ? ORDER BY position`,
  );
  return {
    lastWithin(run, after, last, bytes) {
      let sum = 0;
      for (const [index, [position, size]] of sizes.all(run, after, last).entries()) {
        sum += size;
        if (sum > bytes) return index === 0 ? position : position - 1;
      }
      return last;
    },
    append(run, { kind, name, context, step, time, meta, body }) {
      remove(run, kind, name, context, step);
      const position = batches.add(run, { firstStep: step, lastStep: step, count: 1 });
      insert(run, position, kind, name, context, step, time, meta, body);
    },
    list: (run, { kind, name }) => select.all(run, kind, name).map(toEntryRow),
    between: (run, after, last) => selectBetween.all(run, after, last).map(toEntryRow),
  };
}

function toEntryRow([kind, name, context, step, time, meta, body]: SelectedRow): EntryRow {
  // A copy: what the driver gives shares its memory with others, and cannot change hands.
  return { kind, name, context, step, time, meta, body: body && new Uint8Array(body) };
}
