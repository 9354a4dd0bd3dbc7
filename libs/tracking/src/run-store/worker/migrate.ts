import { existsSync } from 'node:fs';
import { STORE_VERSION, TABLES_OF_VERSION_2, CHANGES_OF_VERSION_3 } from './schema.ts';
import { prepareQuery, queryNumber, type Connection } from './sql.ts';
import { createSummaryTable } from './summary/summary-table.ts';
import { inTransaction } from './transaction.ts';

/** `STEPS[n]` makes a store of version n + 2 of one of version n + 1. */
const STEPS: readonly ((connection: Connection) => void)[] = [addBatches, addSummaries];

function addBatches(connection: Connection): void {
  connection.exec(`
    ALTER TABLE points ADD COLUMN batch INTEGER NOT NULL DEFAULT 1;
    ${TABLES_OF_VERSION_2}
    INSERT INTO batches (run, position, first_step, last_step, count)
    SELECT series.run, 1, min(points.step), max(points.step), count(*)
    FROM points JOIN series ON series.id = points.series GROUP BY series.run;`);
}

function addSummaries(connection: Connection): void {
  connection.exec(CHANGES_OF_VERSION_3);
  const summaries = createSummaryTable(connection);
  for (const [series] of prepareQuery<[number]>(connection, 'SELECT id FROM series').all()) summaries.build(series);
}

/**
 * Brings a store of an older version up to this one, in one transaction; beside it stays a copy of what it was,
 * `cartwheel.db.version-1`.
 */
export function migrate(connection: Connection, file: string): void {
  const found = versionOf(connection);
  if (found === STORE_VERSION) return;
  backUp(connection, `${file}.version-${found}`);
  inTransaction(connection, () => {
    // Another process may have been faster: what is there now is behind the lock.
    for (const step of STEPS.slice(versionOf(connection) - 1)) step(connection);
    connection.pragma(`user_version = ${STORE_VERSION}`);
  });
}

export function versionOf(connection: Connection): number {
  return queryNumber(connection, 'PRAGMA user_version');
}

/** A copy that is there already was made by a migration that did not get to its end, of the same store. */
function backUp(connection: Connection, copy: string): void {
  if (existsSync(copy)) return;
  connection.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`);
}
