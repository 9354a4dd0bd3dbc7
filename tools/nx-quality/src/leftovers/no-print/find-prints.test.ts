import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readDiskTree } from '../../workspace/disk-tree.ts';
import { findPrints } from './find-prints.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prints of a '));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function find(ignore: readonly string[] = []) {
  const projects = [{ name: 'a', root: 'libs/a', manifest: undefined, targets: {}, isApplication: false }];
  return findPrints(root, { tree: readDiskTree(root), projects, rootManifest: undefined }, { ignore });
}

it('finds what the lint rule finds, without the settings of the workspace but with its comments', async () => {
  const oxlint = fileURLToPath(new URL('../../../../../node_modules/oxlint', import.meta.url));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(oxlint, join(root, 'node_modules/oxlint'));
  write('.oxlintrc.json', '{ "rules": { "no-console": "off" } }');
  write('libs/a/src/a.ts', `const ü = 1;\nconsole.log(ü);\nconsole.log(2);\nconsole\n  .warn(3);\n`);
  write('libs/a/src/b.ts', `// oxlint-disable-next-line no-console -- the program's output\nconsole.log(1);\n`);
  write('libs/a/src/c.ts', `process.stdout.write('1');\n`);
  write('scripts/d.js', `console.error(1);\n`);
  const findings = await find();
  expect(findings.map(({ id, line, project }) => [id, line, project])).toEqual([
    ['print libs/a/src/a.ts#console.log', 2, 'a'],
    ['print libs/a/src/a.ts#console.log-2', 3, 'a'],
    ['print libs/a/src/a.ts#console.warn', 4, 'a'],
    ['print scripts/d.js#console.error', 1, '(workspace)'],
  ]);
  expect(await find(['scripts/**', 'libs/**'])).toEqual([]);
});

it('says that oxlint is missing', async () => {
  write('package.json', '{}');
  await expect(find()).rejects.toMatchObject({ code: 'quality/oxlint-missing' });
});
