import { expect, it } from '@jest/globals';
import { fingerprintOf, projectsFingerprintOf } from './fingerprint.ts';
import { createMemoryTree } from './source-tree.ts';

const files = {
  'package.json': '{}',
  'libs/a/package.json': '{}',
  'libs/a/src/a.ts': 'export {};',
  'libs/a/vite.config.ts': '',
  'tools/p/src/p.ts': '',
  'README.md': '',
  'libs/a/quality-baseline.json': '{}',
};
const tree = (changes: Record<string, string> = {}) =>
  createMemoryTree(new Map(Object.entries({ ...files, ...changes })));

it.each([
  ['a source', 'libs/a/src/a.ts', true, false],
  ['a new source', 'libs/a/src/b.ts', true, true],
  ['a manifest', 'libs/a/package.json', true, true],
  ['a configuration in TypeScript', 'libs/a/vite.config.ts', true, true],
  ['a source of a plugin in the workspace', 'tools/p/src/p.ts', true, true],
  ['documentation', 'README.md', false, false],
  ['a baseline', 'libs/a/quality-baseline.json', false, false],
])('%s that changes asks for a new analysis and new projects where they may change', (_, path, analysis, projects) => {
  const before = tree();
  const after = tree({ [path]: '{ "x": 1 }' });
  expect(fingerprintOf(after) !== fingerprintOf(before)).toBe(analysis);
  expect(projectsFingerprintOf(after, ['tools/p']) !== projectsFingerprintOf(before, ['tools/p'])).toBe(projects);
});

it('tells texts of neighbours apart', () => {
  const one = createMemoryTree(
    new Map([
      ['a.ts', 'xy'],
      ['b.ts', ''],
    ]),
  );
  const other = createMemoryTree(
    new Map([
      ['a.ts', 'x'],
      ['b.ts', 'y'],
    ]),
  );
  expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
});
