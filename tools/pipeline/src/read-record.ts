import { existsSync, readFileSync } from 'node:fs';

/** The text of a file of results; undefined where there is none. */
export type ReadRecord = (name: string) => string | undefined;

/** What is on record. */
export const RECORDS = new URL('../../../docs/benchmarks/', import.meta.url);

/** Reads results from a folder, whose address ends in a slash. */
export function recordsIn(folder: URL): ReadRecord {
  return (name) => {
    const file = new URL(name, folder);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
}

/** Reads the results that are on record in docs/benchmarks. */
export const readRecord = recordsIn(RECORDS);
