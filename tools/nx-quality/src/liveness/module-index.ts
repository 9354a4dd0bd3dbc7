import type { ExportFact, ModuleFacts } from '../module-facts/module-facts.ts';
import type { FactsByPath } from '../module-facts/read-all-facts.ts';
import type { Resolver } from '../resolution/create-resolver.ts';
import { createGlobMatcher } from '../workspace/glob-matcher.ts';
import { folderOf, joinInside } from '../workspace/paths.ts';

/** Answers what the walk over the workspace asks of its modules. */
export interface ModuleIndex {
  facts(path: string): ModuleFacts | undefined;
  /** The workspace's files that a specifier leads to; several for a glob or for conditional exports. */
  targets(from: string, specifier: string): readonly string[];
  export(path: string, name: string): ExportFact | undefined;
  /** Whether a module offers a name, itself or through `export *`. */
  offers(path: string, name: string): boolean;
}

export function createModuleIndex(facts: FactsByPath, resolver: Resolver): ModuleIndex {
  const exportsByPath = new Map<string, Map<string, ExportFact>>();
  const exportsOf = (path: string): Map<string, ExportFact> => {
    let known = exportsByPath.get(path);
    if (known === undefined) {
      known = new Map((facts.get(path)?.exports ?? []).map((fact) => [fact.name, fact]));
      exportsByPath.set(path, known);
    }
    return known;
  };
  const targets = (from: string, specifier: string): readonly string[] => {
    if (specifier.includes('*')) return globbed(from, specifier, facts);
    const resolution = resolver.resolve(from, specifier);
    return resolution.kind === 'files' ? resolution.paths.filter((path) => facts.has(path)) : [];
  };
  const offers = (path: string, name: string, asked: ReadonlySet<string>): boolean => {
    if (exportsOf(path).has(name)) return true;
    if (name === 'default' || asked.has(path)) return false;
    const next = new Set([...asked, path]);
    return (facts.get(path)?.starExports ?? []).some((specifier) =>
      targets(path, specifier).some((target) => offers(target, name, next)),
    );
  };
  return {
    facts: (path) => facts.get(path),
    targets,
    export: (path, name) => exportsOf(path).get(name),
    offers: (path, name) => offers(path, name, new Set()),
  };
}

function globbed(from: string, pattern: string, facts: FactsByPath): string[] {
  const absolute = joinInside(pattern.startsWith('/') ? '' : folderOf(from), pattern.replace(/^\//, ''));
  if (absolute === undefined) return [];
  // What is called .js once it is built has a source of another name.
  const matches = createGlobMatcher([absolute, absolute.replace(/\.([cm]?)jsx?$/, '.$1{ts,tsx}')]);
  return [...facts.keys()].filter((path) => path !== from && matches(path));
}
