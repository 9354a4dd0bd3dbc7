import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { SourceTree } from './source-tree.ts';

/** Never part of a workspace's sources, whether or not its .gitignore says so. */
const ALWAYS_SKIPPED = new Set([
  'node_modules',
  '.git',
  '.nx',
  'dist',
  'out-tsc',
  'coverage',
  '.next',
  '.cache',
  '.yarn',
]);

/** What yarn writes to load packages without node_modules. */
const PLUG_AND_PLAY = /^\.pnp\./;

interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Reads the workspace at `root`, without what .gitignore, .nxignore and build folders hide. */
export function readDiskTree(root: string): SourceTree {
  const paths: string[] = [];
  collect(root, '', [], paths);
  paths.sort();
  const known = new Set(paths);
  const cache = new Map<string, string | undefined>();
  return {
    paths,
    has: (path) => known.has(path),
    read(path) {
      if (!cache.has(path)) cache.set(path, readText(join(root, path)));
      return cache.get(path);
    },
    packageFiles: (name) => scriptsIn(root, `node_modules/${name}`),
    refresh: (path) => void cache.delete(path),
  };
}

function collect(root: string, folder: string, inherited: readonly IgnoreRules[], paths: string[]): void {
  const rules = [...inherited, ...readRules(root, folder)];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!ALWAYS_SKIPPED.has(entry.name) && !isIgnored(`${path}/`, rules)) collect(root, path, rules, paths);
    } else if (entry.isFile() && !PLUG_AND_PLAY.test(entry.name) && !isIgnored(path, rules)) paths.push(path);
  }
}

function scriptsIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : scriptsIn(root, path);
    return /\.[cm]?js$/.test(entry.name) ? [path] : [];
  });
}

function readRules(root: string, folder: string): IgnoreRules[] {
  const texts = ['.gitignore', '.nxignore'].map((name) => readText(join(root, folder, name)));
  const written = texts.filter((text) => text !== undefined);
  return written.length === 0 ? [] : [{ folder, rules: ignore().add(written.join('\n')) }];
}

function isIgnored(path: string, all: readonly IgnoreRules[]): boolean {
  return all.some(({ folder, rules }) => rules.ignores(folder === '' ? path : path.slice(folder.length + 1)));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isNoFile(error)) return undefined;
    throw error;
  }
}

function isNoFile(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
