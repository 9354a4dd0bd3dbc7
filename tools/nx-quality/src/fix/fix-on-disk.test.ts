import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Finding } from '../findings/finding.ts';
import { readDiskTree } from '../workspace/disk-tree.ts';
import { fixOnDisk } from './fix-on-disk.ts';
import { keepWhatPasses } from './keep-what-passes.ts';

describe('keepWhatPasses', () => {
  it.each([
    [[], [1, 2, 3, 4]],
    [[3], [1, 2, 4]],
    [
      [1, 4],
      [2, 3],
    ],
    [[1, 2, 3, 4], []],
  ])('leaves out what fails: %j', async (bad, kept) => {
    expect(await keepWhatPasses([1, 2, 3, 4], async (items) => !items.some((item) => bad.includes(item)))).toEqual(
      kept,
    );
  });

  it('asks once where all pass, and not at all for nothing', async () => {
    const passes = jest.fn(() => Promise.resolve(true));
    await keepWhatPasses([1, 2, 3], passes);
    expect(passes).toHaveBeenCalledTimes(1);
    await keepWhatPasses([], passes);
    expect(passes).toHaveBeenCalledTimes(1);
  });
});

describe('fixOnDisk', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fix '));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const finding = (file: string, fix: 'remove' | 'delete', symbol?: string): Finding => ({
    id: `${file}#${symbol}`,
    kind: 'unused-export',
    project: 'a',
    file,
    line: 1,
    column: 1,
    message: '',
    fix,
    ...(symbol !== undefined && { symbol }),
  });

  it('puts back what makes the proof fail, and keeps the rest', async () => {
    writeFileSync(join(root, 'a.ts'), 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\n');
    writeFileSync(join(root, 'dead.ts'), 'export {};\n');
    writeFileSync(join(root, 'needed.ts'), 'export {};\n');
    const findings = [
      finding('a.ts', 'remove', 'a'),
      finding('a.ts', 'remove', 'b'),
      finding('dead.ts', 'delete'),
      finding('needed.ts', 'delete'),
    ];
    const verify = async () =>
      existsSync(join(root, 'needed.ts')) && readFileSync(join(root, 'a.ts'), 'utf8').includes('b =');
    const { fixed, kept } = await fixOnDisk(root, findings, readDiskTree(root), verify);
    expect(fixed.map(({ id }) => id)).toEqual(['a.ts#a', 'dead.ts#undefined']);
    expect(kept.map(({ id }) => id)).toEqual(['a.ts#b', 'needed.ts#undefined']);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('export const b = 2;\nexport const c = 3;\n');
    expect(existsSync(join(root, 'dead.ts'))).toBe(false);
    expect(readFileSync(join(root, 'needed.ts'), 'utf8')).toBe('export {};\n');
  });
});
