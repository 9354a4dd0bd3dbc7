import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { hasCode } from './has-code.ts';
import { makeFolder } from './make-folder.ts';

const dir = useTemporaryFolder();

it('makes a folder, and those above it where they are missing', async () => {
  await makeFolder(join(dir(), 'one'));
  await makeFolder(join(dir(), 'deep', 'deeper', 'deepest'));
  for (const made of ['one', join('deep', 'deeper', 'deepest')]) {
    expect((await stat(join(dir(), made))).isDirectory()).toBe(true);
  }
});

it('takes a folder that is there already', async () => {
  await mkdir(join(dir(), 'one'));
  await makeFolder(join(dir(), 'one'));
  await Promise.all(Array.from({ length: 4 }, () => makeFolder(join(dir(), 'at', 'once'))));
  expect((await stat(join(dir(), 'at', 'once'))).isDirectory()).toBe(true);
});

it.each([
  ['a file is in its place', 'file', 'EEXIST'],
  ['a file is in the place of one above it', join('file', 'one'), 'ENOTDIR'],
  ['the system makes none there', '/proc/none/one', 'ENOENT'],
])('rejects where %s', async (_, path, code) => {
  await writeFile(join(dir(), 'file'), '');
  const target = path.startsWith('/') ? path : join(dir(), path);
  await expect(makeFolder(target)).rejects.toMatchObject({ code });
});

it('an error has a code or none', () => {
  expect(hasCode(Object.assign(new Error('x'), { code: 'ENOENT' }), 'ENOENT')).toBe(true);
  for (const error of [new Error('x'), Object.assign(new Error('x'), { code: 'EPERM' }), null, undefined, 'ENOENT']) {
    expect(hasCode(error, 'ENOENT')).toBe(false);
  }
});
