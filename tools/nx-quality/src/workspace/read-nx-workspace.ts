import type { ProjectGraph } from '@nx/devkit';
import { readDiskTree } from './disk-tree.ts';
import { keptProjects, type ProjectNode } from './kept-projects.ts';
import { toPosix } from './paths.ts';
import { isObject, readJson } from './read-json.ts';
import type { SourceTree } from './source-tree.ts';
import type { ProjectModel, WorkspaceModel } from './workspace-model.ts';

/** Reads the workspace at `root` with the projects that Nx knows. */
export async function readNxWorkspace(root: string, tree: SourceTree = readDiskTree(root)): Promise<WorkspaceModel> {
  return workspaceOf(tree, await keptProjects(root, tree, async () => Object.values((await readGraph()).nodes)));
}

/** Nx's project graph. Inside a task it was made a moment ago and is only read. */
export async function readGraph(): Promise<ProjectGraph> {
  const { createProjectGraphAsync, readCachedProjectGraph } = await import('@nx/devkit');
  if (process.env['NX_TASK_TARGET_PROJECT'] !== undefined) return readCachedProjectGraph();
  return createProjectGraphAsync({ exitOnError: false });
}

/** Combines files with the nodes of a project graph. */
function workspaceOf(tree: SourceTree, nodes: readonly ProjectNode[]): WorkspaceModel {
  const projects = nodes.map(({ name, type, data }): ProjectModel => {
    const root = toPosix(data.root).replace(/^\.$/, '');
    return {
      name,
      root,
      manifest: readJson(tree, root === '' ? 'package.json' : `${root}/package.json`),
      targets: isObject(data.targets) ? data.targets : {},
      isApplication: type === 'app' || data.projectType === 'application',
      implicitDependencies: data.implicitDependencies ?? [],
    };
  });
  const byName = projects.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { tree, projects: byName, rootManifest: readJson(tree, 'package.json') };
}
