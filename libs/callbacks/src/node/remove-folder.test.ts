import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { removeFolder } from './remove-folder.ts';

it('removes a folder with all that is in it, and one that is gone already', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'cartwheel-remove-folder-'));
  mkdirSync(join(dir, 'inner'));
  writeFileSync(join(dir, 'inner', 'weights'), '');
  await removeFolder(dir);
  expect(existsSync(dir)).toBe(false);
  await expect(removeFolder(dir)).resolves.toBeUndefined();
});
