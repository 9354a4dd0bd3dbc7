import type { BatchTable } from './batch-table.ts';
import type { CursorClaim, CursorRow, CursorUpdate } from './protocol.ts';
import { prepareChange, prepareQuery, type Connection } from './sql.ts';
import { StoreFailure } from './store-failure.ts';

export interface CursorTable {
  /** Makes the cursor where there is none. Throws `tracking/cursor-taken` while another owner's claim lasts. */
  claim(run: number, claim: CursorClaim): void;
  /** Throws `tracking/cursor-taken` when another owner has claimed it since. */
  save(run: number, update: CursorUpdate): void;
  /** In order of trackers. */
  list(run: number): CursorRow[];
}

type SelectedRow = [
  tracker: string,
  position: number,
  state: string,
  error: string | null,
  updatedAt: number,
  owner: string | null,
  ownedUntil: number,
];

export function createCursorTable(connection: Connection, batches: BatchTable): CursorTable {
  const insert = prepareChange(
    connection,
    `INSERT INTO cursors (run, tracker, position, state, updated_at, owner, owned_until)
     VALUES (?, ?, 0, '{}', ?, NULL, 0) ON CONFLICT DO NOTHING`,
  );
  const claim = prepareChange(
    connection,
    `UPDATE cursors SET owner = ?3, owned_until = ?4 + ?5
     WHERE run = ?1 AND tracker = ?2 AND (owner IS NULL OR owner = ?3 OR owner = ?6 OR owned_until < ?4)`,
  );
  const save = prepareChange(
    connection,
    `UPDATE cursors SET position = coalesce(?4, position), state = coalesce(?5, state), error = ?6, updated_at = ?7,
       owned_until = ?7 + ?8, owner = CASE WHEN ?8 > 0 THEN owner END
     WHERE run = ?1 AND tracker = ?2 AND owner = ?3`,
  );
  const select = prepareQuery<SelectedRow>(
    connection,
    `SELECT tracker, position, state, error, updated_at, owner, owned_until FROM cursors WHERE run = ? ORDER BY tracker`,
  );
  return {
    claim(run, { tracker, owner, now, forMs, deadOwner }) {
      insert(run, tracker, now);
      if (claim(run, tracker, owner, now, forMs, deadOwner) === 0) throw taken(tracker);
    },
    save(run, { tracker, owner, position, state, error, now, forMs }) {
      if (save(run, tracker, owner, position, state, error, now, forMs) === 0) throw taken(tracker);
    },
    list: (run) =>
      select.all(run).map(([tracker, position, state, error, updatedAt, owner, ownedUntil]) => ({
        tracker,
        position,
        head: batches.head(run),
        pending: batches.countAfter(run, position),
        state,
        error,
        updatedAt,
        owner,
        ownedUntil,
      })),
  };
}

function taken(tracker: string): StoreFailure {
  return new StoreFailure(
    'tracking/cursor-taken',
    `Another process delivers this run to ${tracker}: it goes on there, and can be taken over once that process has ended.`,
  );
}
