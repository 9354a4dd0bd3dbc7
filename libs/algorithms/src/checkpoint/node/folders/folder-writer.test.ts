import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFolderWriter, type FolderWriter } from './folder-writer.ts';

let dir = '';
let writer: FolderWriter;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-folders-'));
  writer = createFolderWriter();
});
afterEach(async () => {
  await writer.close();
  await rm(dir, { recursive: true, force: true });
});

const contentOf = (text: string): { content: Uint8Array } => ({ content: new TextEncoder().encode(text) });

/** Two of them need no thread. */
async function writeSome(): Promise<void> {
  for (const name of ['a', 'b', 'c']) await writer.write(join(dir, name), contentOf(name));
}

it('writes whole folders, on this thread and on its own, and leaves nothing else', async () => {
  await writeSome();
  expect((await readdir(dir)).toSorted()).toEqual(['a', 'b', 'c']);
  const texts = ['a', 'b', 'c'].map((name) => readFile(join(dir, name, 'content'), 'utf8'));
  expect(await Promise.all(texts)).toEqual(['a', 'b', 'c']);
});

it('takes what it writes on its own thread away from this one, the rest of a shared buffer excepted', async () => {
  await writeSome();
  const [own, shared] = [new Uint8Array([1, 2]), new Uint8Array([1, 2, 3, 4]).subarray(1, 3)];
  await writer.write(join(dir, 'd'), { own, shared });
  expect([own.length, shared.length]).toEqual([0, 2]);
  const files = ['own', 'shared'].map(async (name) => [...(await readFile(join(dir, 'd', name)))]);
  expect(await Promise.all(files)).toEqual([
    [1, 2],
    [2, 3],
  ]);
});

describe.each([
  ['this thread', async () => undefined],
  ['its own thread', writeSome],
])('on %s', (_thread, before) => {
  it('removes folders, and takes one that is not there for removed', async () => {
    await before();
    await writer.write(join(dir, 'old'), contentOf('old'));
    await writer.remove([join(dir, 'old'), join(dir, 'never')]);
    expect(await readdir(dir)).not.toContain('old');
  });

  it('says why it cannot write, and leaves what is there', async () => {
    await before();
    await mkdir(join(dir, 'other'));
    await expect(writer.write(join(dir, 'other'), contentOf('x'))).rejects.toMatchObject({
      code: 'algorithms/not-a-model-folder',
      message: expect.stringContaining('has no content'),
    });
    await writeFile(join(dir, 'file'), '');
    await expect(writer.write(join(dir, 'file', 'x'), contentOf('x'))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readdir(join(dir, 'other'))).toEqual([]);
  });
});

it('rejects what its thread has not answered when it is closed', async () => {
  await writeSome();
  const [written] = await Promise.allSettled([writer.write(join(dir, 'd'), contentOf('d')), writer.close()]);
  expect(written).toMatchObject({ status: 'rejected', reason: { code: 'algorithms/folder-thread-ended' } });
});
