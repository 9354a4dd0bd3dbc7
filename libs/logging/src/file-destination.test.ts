import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createFileDestination, type FileDestinationOptions } from './file-destination.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-log-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** Writes each of the texts when the one before is written, as rotation takes its time. */
async function write(texts: readonly string[], options: Omit<FileDestinationOptions, 'dir'> = {}): Promise<string[]> {
  const file = createFileDestination({ dir, ...options });
  for (const text of texts) await new Promise((resolve) => file.write(text, resolve));
  file.end();
  await once(file, 'close');
  return (await readdir(dir)).filter((name) => !name.startsWith('.')).toSorted();
}

it('is cartwheel.log unless told otherwise, in a folder that is made', async () => {
  expect(await write(['one\n', 'two\n'])).toEqual(['cartwheel.log']);
  expect(await readFile(join(dir, 'cartwheel.log'), 'utf8')).toBe('one\ntwo\n');
  dir = join(dir, 'deeper');
  expect(await write(['x\n'], { fileName: 'run.log' })).toEqual(['run.log']);
});

it('is set aside when it is full, and only so many are kept', async () => {
  const texts = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(10));
  const names = await write(texts, { fileName: 'a.log', maxBytes: 10, keep: 2 });
  expect(names).toEqual(expect.arrayContaining(['a.log', 'a.log.1', 'a.log.2']));
  expect(names).not.toContain('a.log.3');
});
