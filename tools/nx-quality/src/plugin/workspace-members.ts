import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createGlobMatcher } from '../workspace/glob-matcher.ts';
import { folderOf, nameOf } from '../workspace/paths.ts';
import { isObject } from '../workspace/read-json.ts';

/** The project roots among configuration files: project.json always, package.json where the package manager counts it. */
export function projectRootsOf(configFiles: readonly string[], workspaceRoot: string): string[] {
  const patterns = memberPatterns(workspaceRoot);
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const isWanted = createGlobMatcher(wanted);
  const isUnwanted = createGlobMatcher(unwanted);
  const roots = configFiles
    .filter((path) => nameOf(path) === 'project.json' || (isWanted(folderOf(path)) && !isUnwanted(folderOf(path))))
    .map(folderOf)
    .filter((root) => root !== '');
  return [...new Set(roots)].toSorted();
}

/** npm and yarn keep the globs in package.json, pnpm in a file of its own. */
function memberPatterns(workspaceRoot: string): string[] {
  const { workspaces } = readManifest(workspaceRoot);
  const listed = isObject(workspaces) ? workspaces['packages'] : workspaces;
  const pnpm = join(workspaceRoot, 'pnpm-workspace.yaml');
  const fromPnpm: unknown = existsSync(pnpm) ? parse(readFileSync(pnpm, 'utf8')) : undefined;
  return [listed, isObject(fromPnpm) ? fromPnpm['packages'] : undefined]
    .flat()
    .filter((pattern) => typeof pattern === 'string')
    .map((pattern) => pattern.replace(/^\.\//, '').replace(/\/$/, ''));
}

/** The name of the project at the workspace's root that the plugin gives its workspace-level targets to. */
export function rootProjectName(workspaceRoot: string): string {
  const { name, nx } = readManifest(workspaceRoot);
  if (isObject(nx) && typeof nx['name'] === 'string') return nx['name'];
  return typeof name === 'string' ? name : 'workspace';
}

function readManifest(workspaceRoot: string): Readonly<Record<string, unknown>> {
  const path = join(workspaceRoot, 'package.json');
  const manifest: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  return isObject(manifest) ? manifest : {};
}
