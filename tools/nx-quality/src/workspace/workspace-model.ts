import { isInside } from './paths.ts';
import type { JsonObject } from './read-json.ts';
import type { SourceTree } from './source-tree.ts';

/** Stands for the project of what belongs to none. */
export const WORKSPACE = '(workspace)';

/** A project as Nx sees it, reduced to what liveness depends on. */
export interface ProjectModel {
  readonly name: string;
  /** Relative to the workspace's root; '' for a project at the root itself. */
  readonly root: string;
  /** The parsed package.json, where the project has one. */
  readonly manifest: JsonObject | undefined;
  /** Nx targets with their options. */
  readonly targets: JsonObject;
  readonly isApplication: boolean;
  /** Names of projects that it is said to depend on. */
  readonly implicitDependencies?: readonly string[];
}

/** What an analysis looks at: files and the projects they belong to. */
export interface WorkspaceModel {
  readonly tree: SourceTree;
  readonly projects: readonly ProjectModel[];
  /** The package.json at the workspace's root. */
  readonly rootManifest: JsonObject | undefined;
}

/** Finds the project that a file belongs to: the one with the deepest root that holds it. */
export function createProjectLookup(projects: readonly ProjectModel[]): (path: string) => ProjectModel | undefined {
  const deepestFirst = projects.toSorted((a, b) => b.root.length - a.root.length);
  const byFolder = new Map<string, ProjectModel | undefined>();
  return (path) => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (!byFolder.has(folder)) {
      byFolder.set(
        folder,
        deepestFirst.find(({ root }) => isInside(`${folder}/`, root)),
      );
    }
    return byFolder.get(folder);
  };
}
