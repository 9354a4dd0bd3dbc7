import type { ModuleFacts } from '../../module-facts/module-facts.ts';
import { folderOf, joinInside } from '../../workspace/paths.ts';
import type { RemovedName } from '../leftovers-settings.ts';

/** A place where something removed is used. */
export interface LegacyUse {
  readonly symbol: string;
  readonly line: number;
  readonly column: number;
  readonly instead?: string;
}

/** Where a file uses what an entry of the list names. */
export function usesOf(
  { name, from, member, path, instead }: RemovedName,
  file: string,
  facts: ModuleFacts,
  text: string,
): LegacyUse[] {
  const symbols = [
    ...(path === undefined ? [] : specifiersUnder(path, file, facts)),
    ...(name !== undefined && takes(name, from, facts) ? [name] : []),
    ...(member !== undefined && reads(member, facts) ? [member] : []),
  ];
  return symbols.map((symbol) => ({ symbol, ...placeOf(symbol, text), ...(instead !== undefined && { instead }) }));
}

/** By specifier, or by the file that a relative one leads to. */
function specifiersUnder(path: string, file: string, facts: ModuleFacts): string[] {
  const isUnder = (written: string) => written === path || written.startsWith(`${path}/`);
  const specifiers = [...facts.edges, ...moduleUses(facts)].map(({ specifier }) => specifier);
  return [...new Set(specifiers)].filter((specifier) => {
    const target = specifier.startsWith('.') ? joinInside(folderOf(file), specifier) : undefined;
    return isUnder(specifier) || (target !== undefined && (isUnder(target) || target.replace(/\.\w+$/, '') === path));
  });
}

function takes(name: string, from: string | undefined, facts: ModuleFacts): boolean {
  const isFrom = (specifier: string) => from === undefined || specifier === from;
  const bindings = [...facts.imports.values(), ...facts.exports.flatMap((fact) => fact.from ?? [])];
  return (
    bindings.some(({ specifier, imported }) => imported === name && isFrom(specifier)) ||
    moduleUses(facts).some(({ specifier, names }) => names !== '*' && names.includes(name) && isFrom(specifier)) ||
    readsOfNamespaces(facts).some(([specifier, member]) => member === name && isFrom(specifier))
  );
}

/** `import * as ns`, then `ns.name`. */
function readsOfNamespaces(facts: ModuleFacts): (readonly [specifier: string, member: string])[] {
  return usesIn(facts).flatMap((use) => {
    if (!('local' in use)) return [];
    const binding = facts.imports.get(use.local);
    const [member] = use.members ?? [];
    return binding?.imported === '*' && member !== undefined ? [[binding.specifier, member] as const] : [];
  });
}

function reads(written: string, facts: ModuleFacts): boolean {
  const [owner = '', member] = written.split('.');
  if (member === undefined) return facts.propertyNames.includes(owner);
  const imported = [...facts.imports.values()].some((binding) => binding.imported === owner);
  return imported && facts.propertyNames.includes(member);
}

function usesIn({ moduleUses: own, declarations }: ModuleFacts) {
  return [...own, ...[...declarations.values()].flatMap(({ uses }) => uses)];
}

function moduleUses(facts: ModuleFacts) {
  return usesIn(facts).flatMap((use) => ('specifier' in use ? [use] : []));
}

/** Facts of names hold no lines: the first place where the text has the word stands for it. */
function placeOf(symbol: string, text: string): { line: number; column: number } {
  const word = symbol.includes('/') ? symbol : (symbol.split('.').at(-1) ?? symbol);
  const pattern = new RegExp(`(?<![\\w$])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`);
  const before = text.slice(0, Math.max(0, text.search(pattern)));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
