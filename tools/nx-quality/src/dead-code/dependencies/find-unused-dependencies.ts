import { findingId, type Finding } from '../../findings/finding.ts';
import { dependenciesIn, typesPackageOf, type DependencyField } from '../../workspace/package-manifest.ts';
import { isInside } from '../../workspace/paths.ts';
import { WORKSPACE, type ProjectModel } from '../../workspace/workspace-model.ts';
import type { DeadCodeContext } from '../dead-code-context.ts';
import { importedPackages } from './imported-packages.ts';
import { configNamesIn, isNamed, peersOf } from './is-named.ts';
import { loadedByPlugins } from './loaded-by-plugins.ts';
import { collectMentions } from './mentions.ts';
import { namedProjects } from './named-projects.ts';
import { stylePackages } from './style-packages.ts';

/** Peer dependencies are a promise to the host, not a use: they are left out. */
const CHECKED_FIELDS: readonly DependencyField[] = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** Loaded by Nx, Node or the compiler without being named anywhere. */
const NAMED_NOWHERE = new Set([
  'nx',
  'typescript',
  'tslib',
  '@types/node',
  '@swc-node/register',
  '@swc/helpers',
  'ts-node',
  '@nx/workspace',
  // By editors, and by whoever tries these checks before setting them up.
  '@angular/language-service',
  '@cartwheel/nx-quality',
]);

/** Dependencies that no import, script, target or configuration uses. */
export function findUnusedDependencies(context: DeadCodeContext): Finding[] {
  const { workspace } = context;
  const byFile = packagesByFile(context);
  const words = collectMentions(context);
  const configNames = configNamesIn([...context.configs.sources, ...context.configs.data]);
  const isNamedAnywhere = memoize(
    (name) => NAMED_NOWHERE.has(name) || isNamed(name, words, configNames, workspace.tree),
  );

  const manifests = workspace.projects.filter(({ root, manifest }) => root !== '' && manifest !== undefined);
  const root = workspace.projects.find((project) => project.root === '');
  const rootProject: ProjectModel = root ?? {
    name: WORKSPACE,
    root: '',
    manifest: workspace.rootManifest,
    targets: {},
    isApplication: false,
  };
  return [...manifests, { ...rootProject, manifest: workspace.rootManifest }].flatMap((project) => {
    const imported = new Set<string>();
    for (const [file, names] of byFile) if (isInside(file, project.root)) for (const name of names) imported.add(name);
    for (const name of namedProjects(project, context)) imported.add(name);
    const declared = CHECKED_FIELDS.flatMap((field) => dependenciesIn(project.manifest, field));
    const used = declared.filter((name) => isImported(name, imported, context) || isNamedAnywhere(name));
    const rest = declared.filter((name) => !used.includes(name));
    const direct = [...used, ...loadedByPlugins(rest, used, workspace.tree)];
    const peers = new Set(reachablePeers(direct, declared, context));
    return declared
      .filter(
        (name) => !direct.includes(name) && !peers.has(name) && !context.settings.ignoreDependencies.includes(name),
      )
      .map((name) => unusedFinding(project, name, context));
  });
}

function isImported(name: string, imported: ReadonlySet<string>, { facts }: DeadCodeContext): boolean {
  if (imported.has(name)) return true;
  if (!name.startsWith('@types/')) return name === 'react' && [...facts.keys()].some((file) => file.endsWith('x'));
  return [...imported].some((used) => typesPackageOf(used) === name) || imported.has(name.slice('@types/'.length));
}

/** Peers of what is used, and the peers of those. */
function reachablePeers(
  used: readonly string[],
  declared: readonly string[],
  { workspace }: DeadCodeContext,
): string[] {
  const queue = [...used];
  const seen = new Set(queue);
  for (const name of queue) {
    for (const peer of [...peersOf(name, workspace.tree), typesPackageOf(name)]) {
      if (seen.has(peer) || !declared.includes(peer)) continue;
      seen.add(peer);
      queue.push(peer);
    }
  }
  return queue;
}

function packagesByFile(context: DeadCodeContext): Map<string, Set<string>> {
  const byModule = [...context.facts].map(([file, facts]): [string, Set<string>] => [
    file,
    new Set(importedPackages(file, facts, context).flatMap(({ name, specifier }) => [name, specifier])),
  ]);
  return new Map([...byModule, ...stylePackages(context.workspace.tree)]);
}

function unusedFinding(project: ProjectModel, name: string, { workspace }: DeadCodeContext): Finding {
  const file = project.root === '' ? 'package.json' : `${project.root}/package.json`;
  const lines = (workspace.tree.read(file) ?? '').split('\n');
  const index = lines.findIndex((text) => text.includes(`"${name}":`));
  return {
    id: findingId('unused-dependency', file, name),
    kind: 'unused-dependency',
    project: project.name,
    file,
    line: Math.max(0, index) + 1,
    column: Math.max(0, lines[index]?.indexOf(`"${name}"`) ?? 0) + 1,
    symbol: name,
    message: `Nobody imports ${name}, and no script, target or configuration names it.`,
    fix: 'remove',
  };
}

function memoize(compute: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let value = known.get(name);
    if (value === undefined) known.set(name, (value = compute(name)));
    return value;
  };
}
