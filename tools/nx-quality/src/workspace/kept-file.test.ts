import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readKept, writeKept } from './kept-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept '));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives back what was kept under the same key, and nothing else', () => {
  const path = join(folder, 'new/x.json');
  expect(readKept(path, 'k', z.array(z.number()))).toBeUndefined();
  writeKept(path, 'k', [1, 2]);
  expect(readKept(path, 'k', z.array(z.number()))).toEqual([1, 2]);
  expect(readKept(path, 'other', z.array(z.number()))).toBeUndefined();
  expect(readKept(path, 'k', z.string())).toBeUndefined();
  writeFileSync(path, '{ "half');
  expect(readKept(path, 'k', z.array(z.number()))).toBeUndefined();
});
