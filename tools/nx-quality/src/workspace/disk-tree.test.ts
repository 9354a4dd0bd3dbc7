import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readDiskTree } from './disk-tree.ts';
import { joinInside, toPosix } from './paths.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'disk tree '));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

it('lists files below a path with spaces, without ignored, built and installed ones', () => {
  write('.gitignore', 'secret/\n*.log\n');
  write('libs/a/.gitignore', 'generated\n');
  write('libs/a/src/x.ts', 'export {};');
  write('libs/a/generated/y.ts');
  write('libs/a/dist/x.js');
  write('secret/z.ts');
  write('node_modules/zod/package.json', '{"name":"zod"}');
  write('a.log');
  write('.pnp.cjs');
  write('.yarn/releases/yarn.cjs');
  write('node_modules/zod/lib/z.js');
  write('node_modules/zod/node_modules/other/o.js');
  const tree = readDiskTree(root);
  expect(tree.paths).toEqual(['.gitignore', 'libs/a/.gitignore', 'libs/a/src/x.ts']);
  expect(tree.read('libs/a/src/x.ts')).toBe('export {};');
  expect(tree.read('node_modules/zod/package.json')).toBe('{"name":"zod"}');
  expect(tree.read('gone.ts')).toBeUndefined();
  expect(tree.packageFiles?.('zod')).toEqual(['node_modules/zod/lib/z.js']);
  expect(tree.packageFiles?.('gone')).toEqual([]);
});

it('takes Windows separators', () => {
  expect(toPosix('libs\\a\\src\\x.ts')).toBe('libs/a/src/x.ts');
  expect(joinInside('libs/a', '.\\src\\x.ts')).toBe('libs/a/src/x.ts');
  expect(joinInside('libs', '..\\..\\x')).toBeUndefined();
});
