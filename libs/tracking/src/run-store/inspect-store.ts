import { existsSync } from 'node:fs';
import Database from 'libsql';
import { messageOf } from './message-of.ts';
import { resolveStoreFile, type StoreLocation } from './store-location.ts';

/** What a look at a run store's file found. */
export interface StoreReport {
  readonly file: string;
  /** `missing`: nothing was trained there yet. */
  readonly state: 'sound' | 'missing' | 'damaged';
  /** What SQLite says of a damaged one. */
  readonly fault?: string | undefined;
}

/** Reads the whole file and checks that it is sound, in this thread; changes nothing. Takes about a second a gigabyte. */
export function inspectStore(location: StoreLocation): StoreReport {
  const file = resolveStoreFile(location);
  if (!existsSync(file)) return { file, state: 'missing' };
  try {
    const fault = quickCheck(file);
    return fault === 'ok' ? { file, state: 'sound' } : { file, state: 'damaged', fault };
  } catch (error) {
    return { file, state: 'damaged', fault: messageOf(error) };
  }
}

function quickCheck(file: string): string {
  const connection = new Database(file, { readonly: true });
  try {
    const [row] = connection.prepare('PRAGMA quick_check(1)').raw().all() as [string][];
    return row?.[0] ?? 'no answer';
  } finally {
    connection.close();
  }
}
