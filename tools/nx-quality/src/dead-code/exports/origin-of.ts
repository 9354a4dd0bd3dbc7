import type { ExportFact } from '../../module-facts/module-facts.ts';
import type { ModuleIndex } from '../../liveness/module-index.ts';

/** Follows a re-export to the file that declares the name; undefined when that is a package or a whole namespace. */
export function originOf(
  file: string,
  fact: ExportFact,
  index: ModuleIndex,
  seen: ReadonlySet<string> = new Set(),
): { readonly file: string; readonly name: string } | undefined {
  const binding = fact.from ?? (fact.local === undefined ? undefined : index.facts(file)?.imports.get(fact.local));
  if (binding === undefined) return { file, name: fact.name };
  if (binding.imported === '*') return undefined;
  const [target] = index.targets(file, binding.specifier);
  return target === undefined ? undefined : findExport(target, binding.imported, index, seen);
}

function findExport(
  file: string,
  name: string,
  index: ModuleIndex,
  seen: ReadonlySet<string>,
): { readonly file: string; readonly name: string } | undefined {
  const key = `${file}#${name}`;
  if (seen.has(key)) return undefined;
  const next = new Set([...seen, key]);
  const fact = index.export(file, name);
  if (fact !== undefined) return originOf(file, fact, index, next);
  for (const specifier of index.facts(file)?.starExports ?? []) {
    for (const target of index.targets(file, specifier)) {
      const found = index.offers(target, name) ? findExport(target, name, index, next) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
