import type { FactsByPath } from '../../module-facts/read-all-facts.ts';
import { isDeclarationFile } from '../../module-facts/source-files.ts';
import type { Resolver } from '../../resolution/create-resolver.ts';
import { createGlobMatcher } from '../../workspace/glob-matcher.ts';
import { isInside } from '../../workspace/paths.ts';
import type { ProjectModel, WorkspaceModel } from '../../workspace/workspace-model.ts';
import type { DeadCodeSettings } from '../dead-code-settings.ts';
import { configEntries, pageEntries, testEntries } from './config-entries.ts';
import type { ConfigFiles } from './config-files.ts';
import type { Entry } from './entry.ts';
import { conventionalMain, frameworkEntries } from './framework-entries.ts';
import { packageEntries } from './package-entries.ts';
import { targetEntries } from './target-entries.ts';
import { isTestFile } from './test-paths.ts';

/** Everything that someone or something starts, imports from outside or finds by name. */
export function findEntries(
  workspace: WorkspaceModel,
  facts: FactsByPath,
  configs: ConfigFiles,
  resolver: Resolver,
  settings: DeadCodeSettings,
): Entry[] {
  const declared = workspace.projects.flatMap((project) => [
    ...packageEntries(workspace, project, resolver, settings),
    ...targetEntries(workspace, project, resolver),
  ]);
  const found = [
    ...configuredEntries(facts, settings),
    ...declared,
    ...rootScripts(workspace, resolver),
    ...pageEntries(workspace),
    ...frameworkEntries(workspace, facts),
    ...configEntries(workspace, configs, facts, resolver),
    ...testEntries(facts, isTestFile),
    ...ambientEntries(facts),
    ...documentEntries(facts),
  ].filter(({ file }) => facts.has(file));
  const mains = workspace.projects
    .filter((project) => project.isApplication && !hasOwnEntry(project, found))
    .flatMap((project) => [...conventionalMain(project, facts)]);
  return [...found.map(asTestWhereTested), ...mains];
}

/** A test that a target or a script starts by name is still a test. */
function asTestWhereTested(entry: Entry): Entry {
  return isTestFile(entry.file) ? { ...entry, group: 'test' } : entry;
}

function* configuredEntries(facts: FactsByPath, { entries }: DeadCodeSettings): Generator<Entry> {
  if (entries.length === 0) return;
  const matches = createGlobMatcher(entries);
  for (const file of facts.keys()) {
    if (matches(file)) yield { file, reason: 'entry by settings', group: 'production', exports: 'all' };
  }
}

/** Scripts of the workspace's package.json, where no project has its root there. */
function rootScripts(workspace: WorkspaceModel, resolver: Resolver): Entry[] {
  if (workspace.rootManifest === undefined || workspace.projects.some(({ root }) => root === '')) return [];
  const root: ProjectModel = {
    name: '',
    root: '',
    manifest: workspace.rootManifest,
    targets: {},
    isApplication: false,
  };
  return [...targetEntries(workspace, root, resolver)];
}

/** Declarations speak to the compiler by being there. */
function* ambientEntries(facts: FactsByPath): Generator<Entry> {
  for (const file of facts.keys()) {
    if (isDeclarationFile(file)) yield { file, reason: 'ambient declarations', group: 'production', exports: 'all' };
  }
}

/** Documentation with components in it is found by whoever shows it. */
function* documentEntries(facts: FactsByPath): Generator<Entry> {
  for (const file of facts.keys()) {
    if (file.endsWith('.mdx')) yield { file, reason: 'a document', group: 'production', exports: 'all' };
  }
}

function hasOwnEntry({ root }: ProjectModel, entries: readonly Entry[]): boolean {
  return entries.some(
    ({ file, reason, group }) =>
      group === 'production' &&
      isInside(file, root) &&
      reason !== 'configuration of a tool' &&
      !file.endsWith('.mdx') &&
      !isDeclarationFile(file),
  );
}
