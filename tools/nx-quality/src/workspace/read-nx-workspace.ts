import { createProjectGraphAsync, readCachedProjectGraph, type ProjectGraph } from '@nx/devkit';
import { readDiskTree } from './disk-tree.ts';
import { toPosix } from './paths.ts';
import { isObject, readJson } from './read-json.ts';
import type { SourceTree } from './source-tree.ts';
import type { ProjectModel, WorkspaceModel } from './workspace-model.ts';

/** Reads the workspace at `root` with the projects that Nx knows. */
export async function readNxWorkspace(root: string): Promise<WorkspaceModel> {
  return workspaceOf(readDiskTree(root), await readGraph());
}

/** Nx's project graph. Inside a task it was made a moment ago and is only read. */
export async function readGraph(): Promise<ProjectGraph> {
  if (process.env['NX_TASK_TARGET_PROJECT'] !== undefined) return readCachedProjectGraph();
  return createProjectGraphAsync({ exitOnError: false });
}

/** Combines files with a project graph. */
export function workspaceOf(tree: SourceTree, graph: Pick<ProjectGraph, 'nodes'>): WorkspaceModel {
  const projects = Object.values(graph.nodes).map(({ name, type, data }): ProjectModel => {
    const root = toPosix(data.root).replace(/^\.$/, '');
    return {
      name,
      root,
      manifest: readJson(tree, root === '' ? 'package.json' : `${root}/package.json`),
      targets: isObject(data.targets) ? data.targets : {},
      isApplication: type === 'app' || data.projectType === 'application',
    };
  });
  const byName = projects.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { tree, projects: byName, rootManifest: readJson(tree, 'package.json') };
}
