import Database from 'libsql';
import { messageOf } from '../message-of.ts';
import { migrate, versionOf } from './migrate.ts';
import type { OpenOptions } from './protocol.ts';
import { APPLICATION_ID, CREATE_TABLES, STORE_VERSION } from './schema.ts';
import { queryNumber, type Connection } from './sql.ts';
import { isBusy, StoreFailure } from './store-failure.ts';
import { inTransaction } from './transaction.ts';

/**
 * Opens the store's file and, unless it is opened to read, makes its tables where it is new and migrates an older one. A
 * file that is no store, or a newer one, is refused before anything is written to it.
 */
export function openConnection(options: OpenOptions): Connection {
  const connection = connect(options.file);
  connection.pragma(`busy_timeout = ${options.busyTimeoutMs}`);
  const isNew = identify(connection, options.file) === 'new';
  if (options.readOnly) {
    if (isNew) throw noStore(options.file);
    if (versionOf(connection) < STORE_VERSION) throw older(options.file, versionOf(connection));
    connection.pragma('query_only = ON');
    return connection;
  }
  useWal(connection, options.busyTimeoutMs);
  connection.pragma('foreign_keys = ON');
  // With FULL, a commit returns after the WAL's fsync; with NORMAL it would wait for the next checkpoint.
  connection.pragma('synchronous = FULL');
  if (isNew) createTables(connection, options.file);
  else migrate(connection, options.file);
  return connection;
}

function connect(file: string): Connection {
  try {
    return new Database(file);
  } catch (cause) {
    throw new StoreFailure(
      'tracking/unwritable',
      `The run store must be a file that can be opened and written, but ${file} cannot (${messageOf(cause)}). Choose another project folder.`,
      { cause },
    );
  }
}

function identify(connection: Connection, file: string): 'new' | 'store' {
  const tables = queryNumber(connection, 'SELECT count(*) FROM sqlite_schema');
  const version = queryNumber(connection, 'PRAGMA user_version');
  const application = queryNumber(connection, 'PRAGMA application_id');
  if (tables === 0 && version === 0) return 'new';
  if (tables > 0 && application !== APPLICATION_ID) throw foreign(file);
  if (version > STORE_VERSION) throw newer(file, version);
  return 'store';
}

/** Whoever came first made them: the file is looked at again once it is locked. */
function createTables(connection: Connection, file: string): void {
  inTransaction(connection, () => {
    if (identify(connection, file) === 'new') connection.exec(CREATE_TABLES);
  });
}

const RETRY_MS = 5;

/** SQLite does not wait by itself when two connections switch a new file to WAL at the same time. */
function useWal(connection: Connection, busyTimeoutMs: number): void {
  const deadline = performance.now() + busyTimeoutMs;
  while (!switchedToWal(connection, deadline)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
}

function switchedToWal(connection: Connection, deadline: number): boolean {
  try {
    connection.pragma('journal_mode = WAL');
    return true;
  } catch (error) {
    if (isBusy(error) && performance.now() < deadline) return false;
    throw error;
  }
}

function noStore(file: string): StoreFailure {
  return new StoreFailure('tracking/no-store', `Expected a run store at ${file}, found an empty file.`);
}

function foreign(file: string): StoreFailure {
  return new StoreFailure(
    'tracking/corrupt-store',
    `Expected a run store at ${file}, found a database of another program. It is left as it is: choose another project folder.`,
  );
}

function older(file: string, version: number): StoreFailure {
  return new StoreFailure(
    'tracking/older-store',
    `Expected a run store of version ${STORE_VERSION} at ${file}, found version ${version}. It is left as it is: open it once to write, which migrates it and keeps a copy.`,
  );
}

function newer(file: string, version: number): StoreFailure {
  return new StoreFailure(
    'tracking/newer-store',
    `Expected a run store of version ${STORE_VERSION} or older at ${file}, found version ${version}. It was written by a newer Cartwheel and is left as it is: update Cartwheel to use it.`,
  );
}
