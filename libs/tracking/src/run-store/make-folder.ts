import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it; one that is there already is fine.
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
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !(await stat(dir)).isDirectory()) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
