import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { keptProjects } from './kept-projects.ts';
import { createMemoryTree } from './source-tree.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kept '));
});
afterEach(() => rmSync(root, { recursive: true }));

const files = {
  'nx.json': '{ "plugins": [{ "plugin": "@x/plugin/nodes" }, "./tools/local.ts", "@nx/vite/plugin"] }',
  'tools/plugin/package.json': '{ "name": "@x/plugin" }',
  'tools/plugin/src/a.ts': '',
  'tools/local.ts': '',
  'libs/a/src/a.ts': '',
};
const nodes = [{ name: 'a', type: 'lib', data: { root: 'libs/a', targets: {}, tags: ['left out'] } }];

it.each([
  ['nothing', {}, 1],
  ['a source', { 'libs/a/src/a.ts': 'export {};' }, 1],
  ['a source of a plugin by package', { 'tools/plugin/src/a.ts': 'export {};' }, 2],
  ['a source of a plugin by path', { 'tools/local.ts': 'export {};' }, 2],
  ['nx.json', { 'nx.json': '{}' }, 2],
])('asks Nx once more only where it must: %s changed', async (_, changes, times) => {
  const ask = jest.fn(() => Promise.resolve(nodes));
  await keptProjects(root, createMemoryTree(new Map(Object.entries(files))), ask);
  const again = await keptProjects(root, createMemoryTree(new Map(Object.entries({ ...files, ...changes }))), ask);
  expect(ask).toHaveBeenCalledTimes(times);
  expect(again).toMatchObject([{ name: 'a', data: { root: 'libs/a' } }]);
});
