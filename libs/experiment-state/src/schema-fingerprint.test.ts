import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SCHEMA_VERSION } from './experiment-state.schema.ts';
import { experimentStateJsonSchema } from './json-schema.ts';

const folder = new URL('../schema/', import.meta.url);
/** SHA-256 of each version's JSON Schema. A line that was released never changes: old documents are of that shape. */
const fingerprints: Record<string, string> = JSON.parse(readFileSync(new URL('fingerprints.json', folder), 'utf8'));

describe('the schema of the state document', () => {
  it('changes only together with its version: raise SCHEMA_VERSION, add an upgrade, a golden file and a fingerprint', () => {
    const schema = JSON.stringify(experimentStateJsonSchema());
    expect(createHash('sha256').update(schema).digest('hex')).toBe(fingerprints[SCHEMA_VERSION]);
  });

  it('has a golden file and a JSON Schema for each version that ever was', () => {
    const versions = Array.from({ length: SCHEMA_VERSION }, (_, index) => index + 1);
    expect(Object.keys(fingerprints).map(Number)).toStrictEqual(versions);
    for (const version of versions) {
      expect(existsSync(new URL(`../golden/experiment-state.v${version}.json`, import.meta.url))).toBe(true);
      expect(existsSync(new URL(`experiment-state.v${version}.schema.json`, folder))).toBe(true);
    }
  });
});
