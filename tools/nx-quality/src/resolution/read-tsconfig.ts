import { QualityError } from '../quality-error.ts';
import { folderOf, joinInside } from '../workspace/paths.ts';
import { isObject, readJson } from '../workspace/read-json.ts';
import type { SourceTree } from '../workspace/source-tree.ts';

/** The compiler options that decide where an import leads. Paths are relative to the workspace's root. */
export interface TsconfigPaths {
  /** Pattern → where it may lead, `*` kept. */
  readonly paths: readonly (readonly [string, readonly string[]])[];
  readonly baseUrl?: string;
  readonly outDir?: string;
  readonly rootDir?: string;
}

/**
 * Reads a tsconfig and what it extends.
 *
 * @throws QualityError `quality/broken-tsconfig` for invalid JSON or a missing base.
 */
export function readTsconfig(
  tree: SourceTree,
  path: string,
  readers: readonly string[] = [],
): TsconfigPaths | undefined {
  const config = readJson(tree, path, 'quality/broken-tsconfig');
  if (config === undefined) return undefined;
  if (readers.includes(path)) {
    throw new QualityError('quality/broken-tsconfig', `${path} extends itself by way of ${readers.join(', ')}.`);
  }
  const inherited = basesOf(config['extends']).map((base) => readBase(tree, path, base, [...readers, path]));
  const options = isObject(config['compilerOptions']) ? config['compilerOptions'] : {};
  const folder = folderOf(path);
  const baseUrl = inFolder(folder, options['baseUrl']);
  return Object.assign(
    { paths: [] },
    ...inherited,
    baseUrl === undefined ? {} : { baseUrl },
    optionalFolder('outDir', folder, options['outDir']),
    optionalFolder('rootDir', folder, options['rootDir']),
    isObject(options['paths']) ? { paths: readPaths(baseUrl ?? folder, options['paths']) } : {},
  ) as TsconfigPaths;
}

function readBase(tree: SourceTree, path: string, base: string, readers: readonly string[]): Partial<TsconfigPaths> {
  // A base from a package sets no paths of this workspace.
  if (!base.startsWith('.')) return {};
  const target = joinInside(folderOf(path), base);
  const candidates = target === undefined ? [] : [target, `${target}.json`, `${target}/tsconfig.json`];
  for (const candidate of candidates) {
    if (tree.has(candidate)) return readTsconfig(tree, candidate, readers) ?? {};
  }
  throw new QualityError('quality/broken-tsconfig', `${path} extends ${base}, which is not there; correct the path.`);
}

function basesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((base) => typeof base === 'string') : [];
}

function inFolder(folder: string, value: unknown): string | undefined {
  return typeof value === 'string' ? joinInside(folder, value) : undefined;
}

function optionalFolder(key: 'outDir' | 'rootDir', folder: string, value: unknown): Partial<TsconfigPaths> {
  const path = inFolder(folder, value);
  return path === undefined ? {} : { [key]: path };
}

function readPaths(base: string, paths: Readonly<Record<string, unknown>>): [string, string[]][] {
  return Object.entries(paths).map(([pattern, targets]) => [
    pattern,
    (Array.isArray(targets) ? targets : []).flatMap((target) => inFolder(base, target) ?? []),
  ]);
}
