import { exportTargets } from '../../resolution/export-targets.ts';
import type { Resolver } from '../../resolution/create-resolver.ts';
import { createGlobMatcher } from '../../workspace/glob-matcher.ts';
import { isPublished } from '../../workspace/package-manifest.ts';
import { joinInside } from '../../workspace/paths.ts';
import { isObject, readJson, stringsIn } from '../../workspace/read-json.ts';
import type { ProjectModel, WorkspaceModel } from '../../workspace/workspace-model.ts';
import type { DeadCodeSettings } from '../dead-code-settings.ts';
import type { Entry } from './entry.ts';

/** Entries that a package.json declares: its exports and its programs. */
export function* packageEntries(
  workspace: WorkspaceModel,
  project: ProjectModel,
  resolver: Resolver,
  settings: DeadCodeSettings,
): Generator<Entry> {
  const { manifest } = project;
  if (manifest === undefined) return;
  const isPublic = settings.publicApi === 'all' || (settings.publicApi === 'published' && isPublished(manifest));
  const exports = isPublic ? 'all' : 'none';
  for (const { subpath, targets } of exportTargets(manifest)) {
    const reason = `package.json exports "${subpath}"${isPublic ? ' of a published package' : ''}`;
    for (const target of targets) {
      for (const file of expand(workspace, project, resolver, target))
        yield { file, reason, group: 'production', exports };
    }
  }
  for (const target of stringsIn(manifest['bin'])) {
    const file = resolver.sourceBehind(project, target);
    if (file !== undefined) yield { file, reason: 'package.json bin', group: 'production', exports: 'none' };
  }
  yield* pluginEntries(workspace, project, resolver);
}

/** A target with a star stands for every file it matches. */
function expand(workspace: WorkspaceModel, project: ProjectModel, resolver: Resolver, target: string): string[] {
  if (!target.includes('*')) return [resolver.sourceBehind(project, target) ?? []].flat();
  const pattern = joinInside(project.root, target);
  if (pattern === undefined) return [];
  // A star in `exports` also matches slashes.
  const sources = pattern.replace(/\/(?:dist|build|out)\//, '/src/').replace(/\.(?:d\.ts|[cm]?js)$/, '.{ts,tsx,mts}');
  const matches = createGlobMatcher([pattern, sources].map((glob) => glob.replaceAll('*', '**/*')));
  return workspace.tree.paths.filter(matches);
}

const PLUGIN_FIELDS = ['generators', 'executors', 'builders', 'schematics'];
const IMPLEMENTATION_KEYS = new Set(['factory', 'implementation', 'batchImplementation', 'hasher']);

/** generators.json, executors.json and migrations.json name the modules that Nx and Angular load. */
function* pluginEntries(workspace: WorkspaceModel, project: ProjectModel, resolver: Resolver): Generator<Entry> {
  const { manifest = {} } = project;
  const migrations = [manifest['nx-migrations'], manifest['ng-update']].flatMap((value) =>
    isObject(value) ? [value['migrations']] : [value],
  );
  for (const value of [...PLUGIN_FIELDS.map((field) => manifest[field]), ...migrations]) {
    if (typeof value !== 'string') continue;
    const path = joinInside(project.root, value);
    const listing = path === undefined ? undefined : readJson(workspace.tree, path);
    for (const written of implementationsIn(listing)) {
      const [target = '', name] = written.split('#');
      const file = resolver.sourceBehind(project, target);
      if (file === undefined) continue;
      yield {
        file,
        reason: value.replace(/^\.\//, ''),
        group: 'production',
        exports: name === undefined ? 'all' : [name],
      };
    }
  }
}

function* implementationsIn(value: unknown): Generator<string> {
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (IMPLEMENTATION_KEYS.has(key) && typeof item === 'string') yield item;
    else yield* implementationsIn(item);
  }
}
