import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
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
