import type { ExportFact, ImportBinding, LocalUse, ModuleUse, Use } from '../module-facts/module-facts.ts';
import type { ModuleIndex } from './module-index.ts';
import type { LiveEdge, LiveNode } from './node.ts';

/** What one living point keeps alive. */
export function edgesOf(node: LiveNode, index: ModuleIndex): LiveEdge[] {
  if (node.type === 'module') return edgesOfModule(node.file, index);
  if (node.type === 'namespace') return [loads(node.file), ...edgesOfNamespace(node.file, index)];
  if (node.type === 'export') return [loads(node.file), ...edgesOfExport(node, node.name ?? '', index)];
  return [loads(node.file), ...edgesOfDeclaration(node, node.name ?? '', index)];
}

function loads(file: string): LiveEdge {
  return { to: { type: 'module', file }, how: 'is in' };
}

function edgesOfModule(file: string, index: ModuleIndex): LiveEdge[] {
  const facts = index.facts(file);
  if (facts === undefined) return [];
  const imports = facts.edges
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ specifier, line }) =>
      index.targets(file, specifier).map((target): LiveEdge => ({ ...loads(target), how: 'imports', line })),
    );
  const pragmas = facts.pragmas.flatMap((specifier) => index.targets(file, specifier).map(loads));
  const registered = [...facts.declarations].flatMap(([name, { registersItself, line }]): LiveEdge[] =>
    registersItself ? [{ to: { type: 'declaration', file, name }, how: 'registers', line }] : [],
  );
  return [...imports, ...pragmas, ...registered, ...edgesOfUses(file, facts.moduleUses, index)];
}

function edgesOfDeclaration({ file, members }: LiveNode, name: string, index: ModuleIndex): LiveEdge[] {
  const facts = index.facts(file);
  const imported = facts?.imports.get(name);
  if (imported !== undefined) return edgesOfBinding(file, imported, members, index, 'uses');
  const fact = facts?.declarations.get(name);
  return fact === undefined ? [] : edgesOfUses(file, fact.uses, index);
}

function edgesOfExport({ file, members }: LiveNode, name: string, index: ModuleIndex): LiveEdge[] {
  const fact = index.export(file, name);
  if (fact !== undefined) return edgesOfExportFact(file, fact, members, index);
  const stars = index.facts(file)?.starExports ?? [];
  return stars.flatMap((specifier) =>
    index
      .targets(file, specifier)
      .filter((target) => index.offers(target, name))
      .map((target): LiveEdge => ({ to: exportNode(target, name, members), how: 're-exports' })),
  );
}

function edgesOfExportFact(
  file: string,
  { local, from, line }: ExportFact,
  members: readonly string[] | undefined,
  index: ModuleIndex,
): LiveEdge[] {
  if (from !== undefined) {
    return edgesOfBinding(file, from, members, index, 're-exports').map((edge) => ({ line, ...edge }));
  }
  return local === undefined ? [] : [{ to: declarationNode(file, local, members, index), how: 'declares', line }];
}

function edgesOfNamespace(file: string, index: ModuleIndex): LiveEdge[] {
  const facts = index.facts(file);
  const own = (facts?.exports ?? []).map(({ name }): LiveEdge => ({ to: exportNode(file, name), how: 'hands on' }));
  const starred = (facts?.starExports ?? []).flatMap((specifier) =>
    index
      .targets(file, specifier)
      .map((target): LiveEdge => ({ to: { type: 'namespace', file: target }, how: 're-exports' })),
  );
  return [...own, ...starred];
}

/** An imported name, or a namespace of which single members or everything is used. */
function edgesOfBinding(
  file: string,
  { specifier, imported }: ImportBinding,
  members: readonly string[] | undefined,
  index: ModuleIndex,
  how: string,
): LiveEdge[] {
  return index.targets(file, specifier).map((target): LiveEdge => {
    if (imported !== '*') return { to: exportNode(target, imported, members), how };
    const [member, ...rest] = members ?? [];
    if (member === undefined) return { to: { type: 'namespace', file: target }, how };
    return { to: exportNode(target, member, rest), how };
  });
}

function edgesOfUses(file: string, uses: readonly Use[], index: ModuleIndex): LiveEdge[] {
  return uses.flatMap((use) =>
    'local' in use ? edgesOfLocalUse(file, use, index) : edgesOfModuleUse(file, use, index),
  );
}

function edgesOfLocalUse(file: string, { local, members }: LocalUse, index: ModuleIndex): LiveEdge[] {
  return [{ to: declarationNode(file, local, members, index), how: 'uses' }];
}

function edgesOfModuleUse(file: string, { specifier, names, by, line }: ModuleUse, index: ModuleIndex): LiveEdge[] {
  return index.targets(file, specifier).flatMap((target): LiveEdge[] => {
    const how = `reaches by ${by}`;
    if (names === '*') return [{ to: { type: 'namespace', file: target }, how, line }];
    const loaded: LiveEdge = { ...loads(target), how, line };
    return [loaded, ...names.map((name): LiveEdge => ({ to: exportNode(target, name), how, line }))];
  });
}

function exportNode(file: string, name: string, members?: readonly string[]): LiveNode {
  return members === undefined || members.length === 0
    ? { type: 'export', file, name }
    : { type: 'export', file, name, members };
}

/** Members matter only where the name may stand for a namespace: an import. */
function declarationNode(
  file: string,
  name: string,
  members: readonly string[] | undefined,
  index: ModuleIndex,
): LiveNode {
  const keeps = members !== undefined && members.length > 0 && (index.facts(file)?.imports.has(name) ?? false);
  return keeps ? { type: 'declaration', file, name, members } : { type: 'declaration', file, name };
}
