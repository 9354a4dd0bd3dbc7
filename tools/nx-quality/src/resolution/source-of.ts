import type { SourceTree } from '../workspace/source-tree.ts';

/** What a path without an extension, or with a compiled one, may be called in the sources. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts'];
const SOURCES_OF: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.d\.ts$/, ['.ts', '.tsx', '.js']],
  [/\.d\.mts$/, ['.mts', '.mjs']],
  [/\.d\.cts$/, ['.cts', '.cjs']],
  [/\.jsx?$/, ['.ts', '.tsx', '.d.ts', '.jsx', '.js']],
  [/\.mjs$/, ['.mts', '.d.mts', '.ts']],
  [/\.cjs$/, ['.cts', '.d.cts', '.ts']],
];

/** Finds the file that a path means: itself, its TypeScript source, with an extension, or as a folder's index. */
export function sourceOf(tree: SourceTree, path: string): string | undefined {
  if (tree.has(path)) return path;
  for (const [pattern, extensions] of SOURCES_OF) {
    if (!pattern.test(path)) continue;
    const found = extensions.map((extension) => path.replace(pattern, extension)).find((name) => tree.has(name));
    if (found !== undefined) return found;
  }
  const prefix = path === '' ? '' : `${path}/`;
  return [
    ...EXTENSIONS.map((extension) => path + extension),
    ...EXTENSIONS.map((extension) => `${prefix}index${extension}`),
  ].find((name) => tree.has(name));
}
