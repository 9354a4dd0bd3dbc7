import { isObject, readJson } from '../../workspace/read-json.ts';
import type { SourceTree } from '../../workspace/source-tree.ts';

/** What tools put before a short name: `testEnvironment: 'jsdom'` loads jest-environment-jsdom. */
const PREFIXES = [
  'jest-environment-',
  'jest-runner-',
  'babel-preset-',
  'babel-plugin-',
  'eslint-plugin-',
  'eslint-config-',
  'prettier-plugin-',
  'postcss-',
  '@babel/preset-',
  '@babel/plugin-',
  '@vitest/coverage-',
  '@vitest/',
];

/** Whether configuration, a script or a file's name stands for a package. */
export function isNamed(
  name: string,
  words: ReadonlySet<string>,
  configNames: ReadonlySet<string>,
  tree: SourceTree,
): boolean {
  if (words.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix) && words.has(name.slice(prefix.length))))
    return true;
  if (/\/eslint-(?:plugin|config)$/.test(name) && words.has(name.split('/')[0] ?? name)) return true;
  for (const word of words) if (word.startsWith(`${name}/`)) return true;
  if (programsOf(name, tree).some((program) => words.has(program))) return true;
  return [...configNames].some(
    (tool) => name === tool || name === `@${tool}/core` || name === `@${tool}/cli` || name === `${tool}-cli`,
  );
}

/** Names of tools by their files: `jest.config.ts` → jest, `.swcrc` → swc, `.husky/…` → husky. */
export function configNamesIn(paths: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of paths) {
    for (const part of path.split('/')) {
      const tool = /^\.?([a-z][a-z0-9-]*?)(?:rc|\.config|\.conf|\.workspace)?(?:\.[a-z0-9.]+)?$/i.exec(part)?.[1];
      if (tool !== undefined && (part.startsWith('.') || /\.(?:config|conf|workspace)\./.test(part))) names.add(tool);
    }
  }
  return names;
}

function programsOf(name: string, tree: SourceTree): string[] {
  const bin = readJson(tree, `node_modules/${name}/package.json`)?.['bin'];
  if (isObject(bin)) return Object.keys(bin);
  return [name.replace(/^@[^/]+\//, '')];
}

/** What an installed package expects beside it: its peers are used by being there. */
export function peersOf(name: string, tree: SourceTree): string[] {
  const peers = readJson(tree, `node_modules/${name}/package.json`)?.['peerDependencies'];
  return isObject(peers) ? Object.keys(peers) : [];
}
