import { isBuiltin } from 'node:module';
import { folderOf, isInside, joinInside } from '../workspace/paths.ts';
import { packageName, packageOfSpecifier } from '../workspace/package-manifest.ts';
import { createProjectLookup, type ProjectModel, type WorkspaceModel } from '../workspace/workspace-model.ts';
import { exportTargets, importTargets, targetsOf } from './export-targets.ts';
import { readTsconfig, type TsconfigPaths } from './read-tsconfig.ts';
import { sourceOf } from './source-of.ts';

/** Where a specifier leads. A package export with several conditions leads to several files. */
export type Resolution =
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly packageName?: string }
  | { readonly kind: 'package'; readonly packageName: string }
  | { readonly kind: 'builtin' }
  | { readonly kind: 'missing' };

export interface Resolver {
  /** Resolves an import written in `from`. */
  resolve(from: string, specifier: string): Resolution;
  /** The source behind a path that a manifest or a target names, built or not; undefined when there is none. */
  sourceBehind(project: ProjectModel, path: string): string | undefined;
}

/** Resolves by the workspace's own files: nothing has to be built or installed. */
export function createResolver(workspace: WorkspaceModel): Resolver {
  return new WorkspaceResolver(workspace);
}

class WorkspaceResolver implements Resolver {
  readonly #tree: WorkspaceModel['tree'];
  readonly #projectOf: ReturnType<typeof createProjectLookup>;
  readonly #byPackage: ReadonlyMap<string, ProjectModel>;
  readonly #configsOf: (project: ProjectModel | undefined) => readonly TsconfigPaths[];
  readonly #known = new Map<string, Resolution>();

  constructor(workspace: WorkspaceModel) {
    const { tree, projects } = workspace;
    this.#tree = tree;
    this.#projectOf = createProjectLookup(projects);
    this.#byPackage = new Map(
      projects.flatMap((project) => {
        const name = packageName(project.manifest);
        return name === undefined ? [] : [[name, project] as const];
      }),
    );
    this.#configsOf = createConfigLookup(workspace);
  }

  resolve(from: string, written: string): Resolution {
    const specifier = written.replace(/[?].*$/, '');
    const key = `${folderOf(from)}\0${specifier}`;
    let resolution = this.#known.get(key);
    if (resolution === undefined) this.#known.set(key, (resolution = this.#resolve(from, specifier)));
    return resolution;
  }

  sourceBehind(project: ProjectModel, path: string): string | undefined {
    const joined = joinInside(project.root, path);
    if (joined === undefined) return undefined;
    return sourceOf(this.#tree, joined) ?? this.#builtFrom(joined, project);
  }

  #resolve(from: string, specifier: string): Resolution {
    const project = this.#projectOf(from);
    if (specifier.startsWith('.')) return this.#relative(from, specifier, project);
    if (specifier.startsWith('#')) return this.#ownImport(project, specifier);
    if (isBuiltin(specifier)) return { kind: 'builtin' };
    const mapped = this.#byTsconfig(project, specifier);
    if (mapped !== undefined) return { kind: 'files', paths: [mapped] };
    const name = packageOfSpecifier(specifier);
    const target = this.#byPackage.get(name);
    return target === undefined ? { kind: 'package', packageName: name } : this.#packageFiles(target, specifier, name);
  }

  #relative(from: string, specifier: string, project: ProjectModel | undefined): Resolution {
    const joined = joinInside(folderOf(from), specifier);
    if (joined === undefined) return { kind: 'missing' };
    const path = sourceOf(this.#tree, joined) ?? (project && this.#builtFrom(joined, project));
    return path === undefined ? { kind: 'missing' } : { kind: 'files', paths: [path] };
  }

  #ownImport(project: ProjectModel | undefined, specifier: string): Resolution {
    const targets = targetsOf(importTargets(project?.manifest ?? {}), specifier) ?? [];
    const paths = targets.flatMap((target) =>
      project && target.startsWith('.') ? (this.sourceBehind(project, target) ?? []) : [],
    );
    if (paths.length > 0) return { kind: 'files', paths };
    const external = targets.find((target) => !target.startsWith('.'));
    return external === undefined
      ? { kind: 'missing' }
      : { kind: 'package', packageName: packageOfSpecifier(external) };
  }

  #byTsconfig(project: ProjectModel | undefined, specifier: string): string | undefined {
    for (const { paths, baseUrl } of this.#configsOf(project)) {
      const offered = paths.map(([subpath, targets]) => ({ subpath, targets }));
      const mapped = targetsOf(offered, specifier) ?? [];
      const based = baseUrl === undefined ? [] : [joinInside(baseUrl, specifier) ?? ''];
      const [found] = [...mapped, ...based].flatMap((path) => sourceOf(this.#tree, path) ?? []);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #packageFiles(project: ProjectModel, specifier: string, name: string): Resolution {
    const subpath = `.${specifier.slice(name.length)}`;
    const offered = exportTargets(project.manifest ?? {});
    const targets = targetsOf(offered, subpath) ?? (subpath === '.' ? ['index', 'src/index'] : [subpath]);
    const paths = targets.flatMap((target) => this.sourceBehind(project, target) ?? []);
    if (paths.length > 0) return { kind: 'files', paths: [...new Set(paths)], packageName: name };
    return { kind: 'package', packageName: name };
  }

  /** The source of a built file: by the project's tsconfigs, else by what folders are usually called. */
  #builtFrom(path: string, project: ProjectModel): string | undefined {
    for (const { outDir, rootDir } of this.#configsOf(project)) {
      if (outDir === undefined || !isInside(path, outDir)) continue;
      const inside = path.slice(outDir.length + 1);
      for (const folder of [rootDir, joinInside(project.root, 'src'), project.root]) {
        if (folder === undefined) continue;
        const found = sourceOf(this.#tree, folder === '' ? inside : `${folder}/${inside}`);
        if (found !== undefined) return found;
      }
    }
    return this.#builtByConvention(path, project);
  }

  #builtByConvention(path: string, project: ProjectModel): string | undefined {
    const groups = BUILT.exec(path.slice(project.root === '' ? 0 : project.root.length + 1))?.groups;
    if (groups === undefined) return undefined;
    const { inside = '' } = groups;
    return ['src', '']
      .map((folder) => sourceOf(this.#tree, joinInside(project.root, `${folder}/${inside}`) ?? inside))
      .find(Boolean);
  }
}

/** A built file by the names that folders of such files have. */
const BUILT = /^(?:.*?)(?:dist|build|lib|out|esm|cjs)\/(?:(?:esm|cjs|types)\/)?(?<inside>.+)$/;

/** The tsconfigs that speak for a project: its own, then the workspace's. */
function createConfigLookup({
  tree,
  projects,
}: WorkspaceModel): (project: ProjectModel | undefined) => TsconfigPaths[] {
  const read = (path: string) => readTsconfig(tree, path) ?? [];
  const shared = ['tsconfig.base.json', 'tsconfig.json'].flatMap(read);
  const known = new Map<string, TsconfigPaths[]>();
  const names = tree.paths.filter((path) => /(?:^|\/)tsconfig(?:\.\w+)?\.json$/.test(path));
  for (const project of projects) {
    const own = names.filter((path) => folderOf(path) === project.root && project.root !== '').flatMap(read);
    known.set(project.name, [...own, ...shared]);
  }
  return (project) => (project && known.get(project.name)) ?? shared;
}
