import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { packageProblems } from './package-problems.ts';

// Each case packs with npm.
jest.setTimeout(60_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cartwheel-package-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const SOUND = {
  name: 'example',
  version: '1.0.0',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  files: ['dist'],
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
};

/** What `npm pack` makes of a package with these fields and files. */
function pack(fields: object, files: readonly string[]): Uint8Array<ArrayBuffer> {
  const dir = mkdtempSync(join(folder, 'package-'));
  mkdirSync(join(dir, 'dist'));
  writeFileSync(join(dir, 'package.json'), JSON.stringify(fields));
  for (const file of files)
    writeFileSync(
      join(dir, 'dist', file),
      file.endsWith('.d.ts') ? 'export declare const a: 1;\n' : 'export const a = 1;\n',
    );
  expect(spawnSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: dir }).status).toBe(0);
  return new Uint8Array(readFileSync(join(dir, 'example-1.0.0.tgz')));
}

it('finds nothing wrong with a package whose entries are there, nor with one that is private or has none', async () => {
  expect(await packageProblems(pack(SOUND, ['index.js', 'index.d.ts']))).toEqual([]);
  expect(await packageProblems(pack({ ...SOUND, private: true }, []))).toEqual([]);
  const command = { ...SOUND, exports: { './package.json': './package.json' } };
  expect(await packageProblems(pack(command, ['index.js']))).toEqual([]);
});

it('names an entry that is not there, and types that are missing', async () => {
  expect(await packageProblems(pack(SOUND, []))).toEqual(
    expect.arrayContaining([
      expect.stringContaining('./dist/index.js but the file does not exist'),
      'It has no types.',
    ]),
  );
  const unresolved = pack({ ...SOUND, exports: { ...SOUND.exports, './more': './dist/more.js' } }, [
    'index.js',
    'index.d.ts',
  ]);
  expect(await packageProblems(unresolved)).toContain('./more: Resolution failed');
  const untyped = { ...SOUND, exports: { '.': './dist/index.js' } };
  expect(await packageProblems(pack(untyped, ['index.js']))).toEqual(['It has no types.']);
});
