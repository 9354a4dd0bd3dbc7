import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Raised whenever something kept gets another shape or meaning: older files are then not read. */
const VERSION = 2;

/** Reads what was kept under a key; undefined where the key is another, the shape is another or there is no file. */
export function readKept<T>(path: string, key: string, schema: z.ZodType<T>): T | undefined {
  try {
    const stored = z.object({ version: z.literal(VERSION), key: z.literal(key), value: schema });
    return stored.parse(JSON.parse(readFileSync(path, 'utf8'))).value;
  } catch {
    return undefined;
  }
}

/** Renamed into place, so that two runs at once leave a whole file. */
export function writeKept(path: string, key: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ version: VERSION, key, value }));
  renameSync(draft, path);
}
