import { Minimatch } from 'minimatch';

/** Compiles globs into a test of paths; a path matches when any of them does. Files with a leading dot count. */
export function createGlobMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map((pattern) => new Minimatch(pattern, { dot: true, nocomment: true, nonegate: true }));
  return (path) => compiled.some((glob) => glob.match(path));
}
