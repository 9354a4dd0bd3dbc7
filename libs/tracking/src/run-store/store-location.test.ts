import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { expectStore, prepareFolder, resolveStoreFile } from './store-location.ts';

const dir = useTemporaryFolder();

it('a store is a file of its folder, or the file itself', () => {
  expect(resolveStoreFile({ dir: 'some' })).toBe(resolve('some', 'cartwheel.db'));
  expect(resolveStoreFile({ file: 'some/mine.db' })).toBe(resolve('some', 'mine.db'));
});

it('its folder is made', async () => {
  const file = join(dir(), 'deep', 'mine.db');
  await prepareFolder(file);
  await expect(expectStore(file)).rejects.toMatchObject({
    code: 'tracking/no-store',
    message: expect.stringMatching(
      /^Expected a run store at .*mine\.db, found none \(.*ENOENT.*\)\. Train something first, or name another project folder\.$/,
    ),
    cause: { code: 'ENOENT' },
  });
  await writeFile(file, '');
  await expectStore(file);
});

it('a place that cannot be a folder is refused', async () => {
  await writeFile(join(dir(), 'file'), '');
  await expect(prepareFolder(join(dir(), 'file', 'mine.db'))).rejects.toMatchObject({
    code: 'tracking/unwritable',
    message: expect.stringMatching(
      /^The run store must lie in a folder that can be written, but .*file is not one \(.*EEXIST.*\)\. Choose another\.$/,
    ),
    cause: { code: 'EEXIST' },
  });
});
