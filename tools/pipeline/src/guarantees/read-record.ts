import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../docs/benchmarks/', import.meta.url);

/** Reads the results that are on record in docs/benchmarks. */
export function readRecord(name: string): string | undefined {
  const file = new URL(name, folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
