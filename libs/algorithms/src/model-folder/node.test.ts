import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readModelFolder, writeModelFolder } from './node.ts';

const OLD = { 'a.bin': Uint8Array.of(1), 'b.bin': Uint8Array.of(2) };
const NEW = { 'a.bin': Uint8Array.of(3), 'b.bin': Uint8Array.of(4) };

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cartwheel-model-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('a model folder', () => {
  it('is written with its parents, and nothing else is left', async () => {
    await writeModelFolder(join(root, 'runs', '1'), OLD);

    expect(await readdir(join(root, 'runs'))).toEqual(['1']);
    expect([...(await readFile(join(root, 'runs', '1', 'a.bin')))]).toEqual([1]);
  });

  it('replaces an older one', async () => {
    await writeModelFolder(join(root, 'model'), OLD);
    await writeModelFolder(join(root, 'model'), NEW);

    const files = await readModelFolder(join(root, 'model'), ['a.bin', 'b.bin']);
    expect([...files['a.bin'], ...files['b.bin']]).toEqual([3, 4]);
    expect(await readdir(root)).toEqual(['model']);
  });

  it('does not touch a folder that holds something else', async () => {
    const dir = join(root, 'precious');
    await mkdir(dir);
    await writeFile(join(dir, 'thesis.txt'), 'years');

    await expect(writeModelFolder(dir, NEW)).rejects.toMatchObject({ code: 'algorithms/not-a-model-folder' });
    expect(await readdir(dir)).toEqual(['thesis.txt']);
  });

  it('is not there when its writing fails, and no draft stays', async () => {
    const broken = { 'a.bin': Uint8Array.of(1), 'missing/b.bin': Uint8Array.of(2) };

    await expect(writeModelFolder(join(root, 'model'), broken)).rejects.toThrow('ENOENT');
    expect(await readdir(root)).toEqual([]);
  });

  it('is the older one when its replacement was cut off between the two renames', async () => {
    await writeModelFolder(join(root, 'model'), OLD);
    await rename(join(root, 'model'), join(root, '.model.previous'));

    const files = await readModelFolder(join(root, 'model'), ['a.bin']);
    expect([...files['a.bin']]).toEqual([1]);

    await writeModelFolder(join(root, 'model'), NEW);
    expect(await readdir(root)).toEqual(['model']);
  });

  it('names the file that is missing', async () => {
    await expect(readModelFolder(join(root, 'nowhere'), ['a.bin'])).rejects.toMatchObject({
      code: 'algorithms/missing-model-file',
      message: expect.stringContaining('a.bin'),
    });
  });
});
