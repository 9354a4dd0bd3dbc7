import type { FactsByPath } from '../../module-facts/read-all-facts.ts';
import { isSourceFile } from '../../module-facts/source-files.ts';
import type { Resolver } from '../../resolution/create-resolver.ts';
import { sourceOf } from '../../resolution/source-of.ts';
import { folderOf, joinInside } from '../../workspace/paths.ts';
import { createProjectLookup, type WorkspaceModel } from '../../workspace/workspace-model.ts';
import { isTestConfig, type ConfigFiles } from './config-files.ts';
import type { Entry } from './entry.ts';
import { wordsOfCommand } from './words-of-command.ts';

/** Compilers, linters and formatters name files to look at, not to start. */
const NAMES_WITHOUT_STARTING = /(?:^|\/)(?:[tj]sconfig|\.eslint|\.oxlint|\.oxfmt|\.prettier)[^/]*$/;

/** Configuration is started by its tool, and so is each file that it names. */
export function* configEntries(
  workspace: WorkspaceModel,
  configs: ConfigFiles,
  facts: FactsByPath,
  resolver: Resolver,
): Generator<Entry> {
  for (const path of configs.sources) {
    yield { file: path, reason: 'configuration of a tool', group: 'production', exports: 'all' };
    for (const text of facts.get(path)?.strings ?? []) yield* namedFile(workspace, path, text, resolver);
  }
  for (const path of configs.data) {
    if (NAMES_WITHOUT_STARTING.test(path)) continue;
    for (const word of wordsOfCommand(workspace.tree.read(path) ?? ''))
      yield* namedFile(workspace, path, word, resolver);
  }
}

function* namedFile(workspace: WorkspaceModel, config: string, text: string, resolver: Resolver): Generator<Entry> {
  const { tree } = workspace;
  const path = text.replace(/^<rootDir>\//, './').replace(/^\{workspaceRoot\}\//, '');
  if (path.includes('*') || !/[./]/.test(path)) return;
  const group = isTestConfig(config) ? 'test' : 'production';
  const besides = joinInside(folderOf(config), path);
  const atRoot = joinInside('', path);
  const candidates = isSourceFile(path) ? [besides, atRoot] : path.startsWith('.') ? [besides] : [];
  const file = candidates.map((candidate) => candidate && sourceOf(tree, candidate)).find(Boolean);
  if (file !== undefined && file !== config && isSourceFile(file)) {
    yield { file, reason: `named in ${config}`, group, exports: 'all' };
  } else yield* namedPackage(workspace, config, path, resolver, group);
}

/** A preset or plugin of this workspace, named by its package: `preset: '@acme/jest-preset'`. */
function* namedPackage(
  workspace: WorkspaceModel,
  config: string,
  name: string,
  resolver: Resolver,
  group: Entry['group'],
): Generator<Entry> {
  const resolution = resolver.resolve(config, name);
  if (resolution.kind === 'files' && resolution.packageName !== undefined) {
    for (const file of resolution.paths) yield { file, reason: `named in ${config}`, group, exports: 'all' };
    return;
  }
  const project = workspace.projects.find(({ manifest }) => manifest?.['name'] === name);
  const preset = project && joinInside(project.root, 'jest-preset.js');
  if (preset !== undefined && workspace.tree.has(preset)) {
    yield { file: preset, reason: `named in ${config}`, group, exports: 'all' };
  }
}

/** Files that test runners find by their names. */
export function* testEntries(facts: FactsByPath, isTest: (path: string) => boolean): Generator<Entry> {
  for (const file of facts.keys()) {
    if (isTest(file)) yield { file, reason: 'test', group: 'test', exports: 'all' };
  }
}

/** `<script src>` in pages, as Vite starts applications. */
export function* pageEntries(workspace: WorkspaceModel): Generator<Entry> {
  const { tree, projects } = workspace;
  const projectOf = createProjectLookup(projects);
  for (const page of tree.paths.filter((path) => path.endsWith('.html'))) {
    for (const [, source = ''] of (tree.read(page) ?? '').matchAll(/<script\b[^>]*\bsrc=["']([^"']+)["']/g)) {
      const folder = source.startsWith('/') ? (projectOf(page)?.root ?? '') : folderOf(page);
      const path = joinInside(folder, source.replace(/^\//, ''));
      const file = path === undefined ? undefined : sourceOf(tree, path);
      if (file !== undefined && isSourceFile(file))
        yield { file, reason: `script of ${page}`, group: 'production', exports: 'none' };
    }
  }
}
