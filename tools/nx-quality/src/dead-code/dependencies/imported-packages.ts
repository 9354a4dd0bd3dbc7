import type { ModuleFacts } from '../../module-facts/module-facts.ts';
import type { DeadCodeContext } from '../dead-code-context.ts';

/** A package that a file imports, and where. */
export interface PackageUse {
  readonly name: string;
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

/** The packages, of the workspace or installed, that a file names in any kind of import. */
export function importedPackages(file: string, facts: ModuleFacts, { resolver }: DeadCodeContext): PackageUse[] {
  return specifiersOf(facts).flatMap(({ specifier, line, typeOnly }) => {
    const resolution = resolver.resolve(file, specifier);
    if (resolution.kind !== 'package' && resolution.kind !== 'files') return [];
    const name = resolution.packageName;
    return name === undefined ? [] : [{ name, specifier, line, typeOnly }];
  });
}

function specifiersOf(facts: ModuleFacts): Omit<PackageUse, 'name'>[] {
  const uses = [facts.moduleUses, ...[...facts.declarations.values()].map(({ uses }) => uses)].flat();
  const dynamic = uses.flatMap((use) =>
    'specifier' in use && use.by !== 'URL' && use.by !== 'glob'
      ? [{ specifier: use.specifier, line: use.line, typeOnly: use.by === 'import type' }]
      : [],
  );
  const pragmas = facts.pragmas.map((specifier) => ({ specifier, line: 1, typeOnly: true }));
  return [...facts.edges, ...dynamic, ...pragmas];
}
