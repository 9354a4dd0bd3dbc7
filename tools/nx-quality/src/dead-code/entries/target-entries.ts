import { isSourceFile } from '../../module-facts/source-files.ts';
import type { Resolver } from '../../resolution/create-resolver.ts';
import { toolSettingsIn } from '../../workspace/package-manifest.ts';
import { joinInside } from '../../workspace/paths.ts';
import { isObject, stringsIn } from '../../workspace/read-json.ts';
import type { SourceTree } from '../../workspace/source-tree.ts';
import type { ProjectModel, WorkspaceModel } from '../../workspace/workspace-model.ts';
import type { Entry } from './entry.ts';
import { wordsOfCommand } from './words-of-command.ts';

/** Options that say what a target reads or writes, not what it starts. */
const NOT_STARTED = new Set(['inputs', 'outputs', 'dependsOn', 'metadata', 'assets', 'cache', 'outputPath']);

/** Entries that Nx targets and package.json scripts start. */
export function* targetEntries(workspace: WorkspaceModel, project: ProjectModel, resolver: Resolver): Generator<Entry> {
  for (const [name, target] of Object.entries(project.targets)) {
    if (isObject(target)) yield* startedBy(startedStrings(target), `target ${name}`, workspace, project, resolver);
  }
  const scripts = project.manifest?.['scripts'];
  for (const [name, command] of Object.entries(isObject(scripts) ? scripts : {})) {
    yield* startedBy([command], `script ${name}`, workspace, project, resolver);
  }
  for (const [field, value] of toolSettingsIn(project.manifest)) {
    yield* startedBy([...stringsIn(value)], `package.json ${field}`, workspace, project, resolver);
  }
}

function startedStrings(target: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(target).flatMap(([key, value]) => {
    if (NOT_STARTED.has(key)) return [];
    return isObject(value) ? startedStrings(value) : [value];
  });
}

function* startedBy(
  values: readonly unknown[],
  reason: string,
  { tree }: WorkspaceModel,
  project: ProjectModel,
  resolver: Resolver,
): Generator<Entry> {
  // A handler's exports are called by its host; a library's or a script's are not.
  const exports = project.isApplication ? 'all' : 'none';
  const words = [...stringsIn(values)].flatMap(wordsOfCommand);
  for (const word of words) {
    const path = interpolate(word, project);
    const atRoot = joinInside('', path);
    const written = atRoot === undefined ? undefined : fileOf(tree, atRoot);
    const file = written ?? (looksLikeFile(path) ? resolver.sourceBehind(project, path) : undefined);
    if (file !== undefined && isSourceFile(file)) yield { file, reason, group: 'production', exports };
  }
}

/** `tools/scripts/deploy` is a file for ts-node; a folder is none. */
function fileOf(tree: SourceTree, path: string): string | undefined {
  if (tree.has(path)) return path;
  if (!path.includes('/')) return undefined;
  return ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']
    .map((extension) => path + extension)
    .find((name) => tree.has(name));
}

function looksLikeFile(path: string): boolean {
  return isSourceFile(path) || path.startsWith('./');
}

function interpolate(text: string, project: ProjectModel): string {
  return text
    .replaceAll('{projectRoot}', project.root === '' ? '.' : project.root)
    .replaceAll('{workspaceRoot}/', '')
    .replaceAll('{projectName}', project.name);
}
