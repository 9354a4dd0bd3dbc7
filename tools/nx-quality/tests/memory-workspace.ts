import { folderOf, nameOf } from '../src/workspace/paths.ts';
import { isObject, readJson, stringsIn, type JsonObject } from '../src/workspace/read-json.ts';
import { createMemoryTree, type SourceTree } from '../src/workspace/source-tree.ts';
import type { ProjectModel, WorkspaceModel } from '../src/workspace/workspace-model.ts';

/** A workspace in memory: text as it is, anything else as JSON. Each package.json and project.json below the root makes a project. */
export function createMemoryWorkspace(files: Readonly<Record<string, string | JsonObject>>): WorkspaceModel {
  const texts = Object.entries(files).map(([path, content]): [string, string] => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  ]);
  return workspaceFromManifests(createMemoryTree(new Map(texts)));
}

/** What Nx would make of a tree's manifests, without plugins. */
function workspaceFromManifests(tree: SourceTree): WorkspaceModel {
  const roots = new Set(
    tree.paths.filter((path) => ['package.json', 'project.json'].includes(nameOf(path))).map(folderOf),
  );
  const projects = [...roots].filter((root) => root !== '').map((root) => projectAt(tree, root));
  return { tree, projects, rootManifest: readJson(tree, 'package.json') };
}

function projectAt(tree: SourceTree, root: string): ProjectModel {
  const manifest = readJson(tree, `${root}/package.json`);
  const config = readJson(tree, `${root}/project.json`) ?? {};
  const nx = isObject(manifest?.['nx']) ? manifest['nx'] : {};
  const name = [config['name'], nx['name']].find((value) => typeof value === 'string') ?? nameOf(root);
  const targets = {
    ...(isObject(nx['targets']) && nx['targets']),
    ...(isObject(config['targets']) && config['targets']),
  };
  const isApplication = config['projectType'] === 'application' || root.startsWith('apps/');
  const implicitDependencies = [...stringsIn(config['implicitDependencies'])];
  return { name, root, manifest, targets, isApplication, implicitDependencies };
}
