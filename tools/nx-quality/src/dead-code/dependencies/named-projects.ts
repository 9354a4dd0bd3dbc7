import { packageName } from '../../workspace/package-manifest.ts';
import { isInside, joinInside } from '../../workspace/paths.ts';
import { stringsIn } from '../../workspace/read-json.ts';
import type { ProjectModel } from '../../workspace/workspace-model.ts';
import type { DeadCodeContext } from '../dead-code-context.ts';

/** Packages of the workspace that a project uses without importing them: it says so to Nx, or names files of theirs. */
export function namedProjects(
  project: ProjectModel,
  { workspace, configs, facts, projectOf }: DeadCodeContext,
): Set<string> {
  const said = new Set(project.implicitDependencies);
  const configured = configs.sources.filter((path) => isInside(path, project.root));
  const texts = [...stringsIn(project.targets), ...configured.flatMap((path) => facts.get(path)?.strings ?? [])];
  const owners = texts
    .filter((text) => text.includes('/'))
    .flatMap((text) => [joinInside(project.root, text), joinInside('', text.replace(/^\{workspaceRoot\}\//, ''))])
    .map((path) => (path === undefined ? undefined : projectOf(`${path}/`)));
  const named = [...workspace.projects.filter(({ name }) => said.has(name)), ...owners];
  return new Set(named.flatMap((owner) => (owner === project ? [] : (packageName(owner?.manifest) ?? []))));
}
