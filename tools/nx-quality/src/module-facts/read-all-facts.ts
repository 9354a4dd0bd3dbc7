import type { SourceTree } from '../workspace/source-tree.ts';
import type { FactsCache } from './facts-cache.ts';
import { isComponentFile } from './component-files.ts';
import { isSourceFile } from './source-files.ts';
import type { ModuleFacts } from './module-facts.ts';

/** The facts of every source file of a workspace, by path. */
export type FactsByPath = ReadonlyMap<string, ModuleFacts>;

/** Reads the facts of all source files; those whose text the cache knows are not parsed again. */
export async function readAllFacts(
  tree: SourceTree,
  cache: FactsCache,
  isIgnored: (path: string) => boolean = () => false,
): Promise<FactsByPath> {
  const paths = tree.paths.filter((path) => isSourceFile(path) && !isIgnored(path));
  const facts = new Map<string, ModuleFacts>();
  const unknown = paths.filter((path) => {
    const known = cache.get(path, tree.read(path) ?? '');
    if (known !== undefined) facts.set(path, known);
    return known === undefined;
  });
  if (unknown.length > 0) {
    for (const [path, fact] of await parse(tree, unknown)) {
      facts.set(path, fact);
      cache.set(path, tree.read(path) ?? '', fact);
    }
  }
  return facts;
}

/** Loading the compiler costs half a second, so it waits until a file has changed. */
async function parse(tree: SourceTree, paths: readonly string[]): Promise<[string, ModuleFacts][]> {
  const [{ createFactsProgram }, { readModuleFacts }] = await Promise.all([
    import('./create-facts-program.ts'),
    import('./read-module-facts.ts'),
  ]);
  const program = createFactsProgram(tree, paths);
  return paths.map((path) => [
    path,
    readModuleFacts(program.sourceFile(path), program.checker, { isComponent: isComponentFile(path) }),
  ]);
}
