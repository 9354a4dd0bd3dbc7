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
  const { tree, projects } = workspace;
  const projectOf = createProjectLookup(projects);
  const byPackage = new Map(
    projects.flatMap((project) => {
      const name = packageName(project.manifest);
      return name === undefined ? [] : [[name, project] as const];
    }),
  );
  const configsOf = createConfigLookup(workspace);
  const cache = new Map<string, Resolution>();

  const sourceBehind = (project: ProjectModel, path: string): string | undefined => {
    const joined = joinInside(project.root, path);
    if (joined === undefined) return undefined;
    return sourceOf(tree, joined) ?? builtFrom(joined, project);
  };

  const builtFrom = (path: string, project: ProjectModel): string | undefined => {
    for (const { outDir, rootDir } of configsOf(project)) {
      if (outDir === undefined || !isInside(path, outDir)) continue;
      const inside = path.slice(outDir.length + 1);
      for (const folder of [rootDir, joinInside(project.root, 'src'), project.root]) {
        const found = folder === undefined ? undefined : sourceOf(tree, folder === '' ? inside : `${folder}/${inside}`);
        if (found !== undefined) return found;
      }
    }
    const conventional = /^(?<before>.*?)(?:dist|build|lib|out|esm|cjs)\/(?:(?:esm|cjs|types)\/)?(?<inside>.+)$/.exec(
      path.slice(project.root === '' ? 0 : project.root.length + 1),
    )?.groups;
    if (conventional === undefined) return undefined;
    const { inside = '' } = conventional;
    return ['src', '']
      .map((folder) => sourceOf(tree, joinInside(project.root, `${folder}/${inside}`) ?? inside))
      .find(Boolean);
  };

  const packageFiles = (project: ProjectModel, specifier: string, name: string): Resolution => {
    const subpath = `.${specifier.slice(name.length)}`;
    const offered = exportTargets(project.manifest ?? {});
    const targets = targetsOf(offered, subpath) ?? (subpath === '.' ? ['index', 'src/index'] : [subpath]);
    const paths = targets.flatMap((target) => sourceBehind(project, target) ?? []);
    if (paths.length > 0) return { kind: 'files', paths: [...new Set(paths)], packageName: name };
    return { kind: 'package', packageName: name };
  };

  const byTsconfig = (project: ProjectModel | undefined, specifier: string): string[] => {
    for (const { paths, baseUrl } of configsOf(project)) {
      const mapped =
        targetsOf(
          paths.map(([subpath, targets]) => ({ subpath, targets })),
          specifier,
        ) ?? [];
      const based = baseUrl === undefined ? [] : [joinInside(baseUrl, specifier) ?? ''];
      const found = [...mapped, ...based].flatMap((path) => sourceOf(tree, path) ?? []);
      const [first] = found;
      if (first !== undefined) return [first];
    }
    return [];
  };

  const resolveFresh = (from: string, specifier: string): Resolution => {
    const project = projectOf(from);
    if (specifier.startsWith('.')) {
      const joined = joinInside(folderOf(from), specifier);
      const path =
        joined === undefined ? undefined : (sourceOf(tree, joined) ?? (project && builtFrom(joined, project)));
      return path === undefined ? { kind: 'missing' } : { kind: 'files', paths: [path] };
    }
    if (specifier.startsWith('#')) return ownImport(project, specifier);
    if (isBuiltin(specifier)) return { kind: 'builtin' };
    const mapped = byTsconfig(project, specifier);
    if (mapped.length > 0) return { kind: 'files', paths: mapped };
    const name = packageOfSpecifier(specifier);
    const target = byPackage.get(name);
    return target === undefined ? { kind: 'package', packageName: name } : packageFiles(target, specifier, name);
  };

  const ownImport = (project: ProjectModel | undefined, specifier: string): Resolution => {
    const targets = targetsOf(importTargets(project?.manifest ?? {}), specifier) ?? [];
    const paths = targets.flatMap((target) =>
      project && target.startsWith('.') ? (sourceBehind(project, target) ?? []) : [],
    );
    if (paths.length > 0) return { kind: 'files', paths };
    const external = targets.find((target) => !target.startsWith('.'));
    return external === undefined
      ? { kind: 'missing' }
      : { kind: 'package', packageName: packageOfSpecifier(external) };
  };

  return {
    sourceBehind,
    resolve(from, written) {
      const specifier = written.replace(/[?].*$/, '');
      const key = `${folderOf(from)}\0${specifier}`;
      let resolution = cache.get(key);
      if (resolution === undefined) cache.set(key, (resolution = resolveFresh(from, specifier)));
      return resolution;
    },
  };
}

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
