import type { Connection } from './sql.ts';

/**
 * Runs `work` in one transaction, which has the right to write from its start: it waits for other writers there, and not
 * half-way, where SQLite would refuse at once.
 */
export function inTransaction(connection: Connection, work: () => void): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    work();
    connection.exec('COMMIT');
  } catch (error) {
    // SQLite itself has already gone back after some errors, a full disk among them.
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

/** Runs `work` in a part of the transaction that goes back alone. */
export function inSavepoint(connection: Connection, work: () => void): void {
  connection.exec('SAVEPOINT part');
  try {
    work();
    connection.exec('RELEASE part');
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK TO part; RELEASE part');
    throw error;
  }
}
