import Database from 'libsql';
import { messageOf } from '../message-of.ts';
import type { TrackingErrorCode } from '../tracking-error.ts';
import type { Failure } from './protocol.ts';

/** A failure that already has its code. The caller's side makes a TrackingError of it. */
export class StoreFailure extends Error {
  readonly code: TrackingErrorCode;

  constructor(code: TrackingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFailure';
    this.code = code;
  }
}

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;

const DAMAGED =
  'Expected a run store, found a file that is damaged or no database. It is left as it is: restore it from a copy, or choose another project folder.';
const UNWRITABLE =
  'The run store must be a file that can be written: check its permissions, or choose another project folder.';

const EXPLANATIONS = new Map<number | undefined, [TrackingErrorCode, string]>([
  [
    SQLITE_BUSY,
    ['tracking/busy', 'Another process kept the run store locked for too long: try again when it is done.'],
  ],
  [SQLITE_FULL, ['tracking/disk-full', 'The disk is full: make room for the run store, then go on.']],
  [SQLITE_CORRUPT, ['tracking/corrupt-store', DAMAGED]],
  [SQLITE_NOTADB, ['tracking/corrupt-store', DAMAGED]],
  [SQLITE_READONLY, ['tracking/unwritable', UNWRITABLE]],
  [SQLITE_CANTOPEN, ['tracking/unwritable', UNWRITABLE]],
  [SQLITE_CONSTRAINT, ['tracking/invalid-record', 'A record that does not fit the run store was refused.']],
]);
const UNEXPLAINED: [TrackingErrorCode, string] = ['tracking/failed', 'The run store could not do what was asked.'];

/** The low byte of an extended result code is its primary one. */
const PRIMARY = 0xff;

/** SQLite's primary result code of an error; undefined for anything else. */
function sqliteCode(error: unknown): number | undefined {
  return error instanceof Database.SqliteError && error.rawCode !== undefined ? error.rawCode & PRIMARY : undefined;
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}

/** An error of any kind as what the caller gets to see. */
export function toStoreFailure(error: unknown, file: string): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const [code, expectation] = EXPLANATIONS.get(sqliteCode(error)) ?? UNEXPLAINED;
  return new StoreFailure(code, `${expectation} (${file}: ${messageOf(error)})`, { cause: error });
}

export function toFailure({ code, message, cause }: StoreFailure): Failure {
  return cause instanceof Error ? { code, message, cause: new Error(cause.message) } : { code, message };
}
