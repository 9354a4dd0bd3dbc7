import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runRecord } from '../testing/records.ts';
import { inspectStore } from './inspect-store.ts';
import { openRunStore } from './open-run-store.ts';
import { STORE_FILE } from './store-location.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cartwheel-inspect-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('tells a sound store, also one that somebody writes, from none', async () => {
  expect(inspectStore({ dir })).toMatchObject({ state: 'missing' });
  const store = await openRunStore({ dir });
  expect(inspectStore({ dir })).toMatchObject({ state: 'sound', file: join(dir, STORE_FILE) });
  await store.close();
});

it('tells what is wrong with a file that is no database', () => {
  writeFileSync(join(dir, STORE_FILE), 'x'.repeat(8_192));
  expect(inspectStore({ dir })).toMatchObject({ state: 'damaged', fault: expect.stringContaining('not a database') });
});

it('tells what SQLite finds in a database whose pages are damaged', async () => {
  const store = await openRunStore({ dir });
  await store.createRun(runRecord('aaa'));
  await store.close();
  const file = join(dir, STORE_FILE);
  const bytes = readFileSync(file);
  // The roots of tables, behind the page of the schema.
  writeFileSync(file, bytes.fill(0, 2 * 4096, 4 * 4096));
  const report = inspectStore({ file });
  expect(report).toEqual({ file, state: 'damaged', fault: expect.stringMatching(/page 3|malformed/i) });
  expect(readFileSync(file)).toEqual(bytes);
});
