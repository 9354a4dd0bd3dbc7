import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from './has-code.ts';

/**
 * Makes a folder and those above it, whose names are on disk when it resolves; one that is there already is fine.
 *
 * Not `mkdir` with `recursive`: that walks up and down for ever (Node 20) where the system answers ENOENT although the
 * parent is there, as under `/proc`.
 */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await makeOne(dir);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(dir) === dir) throw error;
    await makeFolder(dirname(dir));
    await makeOne(dir);
  }
}

async function makeOne(dir: string): Promise<void> {
  try {
    await mkdir(dir);
    await flushNames(dirname(dir));
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !(await stat(dir)).isDirectory()) throw error;
  }
}

/** Windows cannot open folders, and keeps their names by itself. */
async function flushNames(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
