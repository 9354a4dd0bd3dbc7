import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { FactsCache } from './facts-cache.ts';
import type { ModuleFacts } from './module-facts.ts';

/** Raised whenever facts get another shape or meaning: older files are then not read. */
const VERSION = 5;

/** A cache in one file. Facts of texts that were not asked for are forgotten when it is saved. */
export interface DiskFactsCache extends FactsCache {
  save(): void;
}

export function openFactsCache(path: string): DiskFactsCache {
  const before = load(path);
  const after = new Map<string, ModuleFacts>();
  let changed = false;
  return {
    get(file, text) {
      const key = keyOf(file, text);
      const facts = before.get(key);
      if (facts !== undefined) after.set(key, facts);
      return facts;
    },
    set(file, text, facts) {
      after.set(keyOf(file, text), facts);
      changed = true;
    },
    save() {
      if (!changed && after.size === before.size) return;
      mkdirSync(dirname(path), { recursive: true });
      // Renamed into place, so that two runs at once leave a whole file.
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, serialize({ version: VERSION, node: process.version, facts: after }));
      renameSync(draft, path);
    },
  };
}

function keyOf(file: string, text: string): string {
  return `${file}\0${createHash('sha1').update(text).digest('base64')}`;
}

/** A cache that can't be read is an empty cache: everything is parsed again. */
function load(path: string): ReadonlyMap<string, ModuleFacts> {
  try {
    const stored: unknown = deserialize(readFileSync(path));
    if (typeof stored !== 'object' || stored === null || !('version' in stored && 'facts' in stored)) return new Map();
    return stored.version === VERSION && stored.facts instanceof Map ? stored.facts : new Map();
  } catch {
    return new Map();
  }
}
