import { findingId, type Finding } from '../../findings/finding.ts';
import {
  DEPENDENCY_FIELDS,
  dependenciesIn,
  isPublished,
  packageName,
  typesPackageOf,
} from '../../workspace/package-manifest.ts';
import { createGlobMatcher } from '../../workspace/glob-matcher.ts';
import { stringsIn } from '../../workspace/read-json.ts';
import { WORKSPACE, type ProjectModel } from '../../workspace/workspace-model.ts';
import { isTestSupport } from '../entries/test-paths.ts';
import type { DeadCodeContext } from '../dead-code-context.ts';
import { importedPackages, type PackageUse } from './imported-packages.ts';

/** Imports of packages that no package.json in reach declares: they work by luck of the installation. */
export function findUndeclaredImports(context: DeadCodeContext): Finding[] {
  const findings = new Map<string, Finding>();
  for (const [file, facts] of context.facts) {
    const project = context.projectOf(file);
    const declared = declaredFor(file, project, context);
    if (declared === undefined) continue;
    for (const use of importedPackages(file, facts, context)) {
      if (isDeclared(use, declared, context)) continue;
      const finding = undeclaredFinding(file, project, use);
      if (!findings.has(finding.id)) findings.set(finding.id, finding);
    }
  }
  return [...findings.values()];
}

/** What a file may import. A published package's own code must not lean on the workspace's manifest. */
function declaredFor(
  file: string,
  project: ProjectModel | undefined,
  context: DeadCodeContext,
): Set<string> | undefined {
  const { rootManifest } = context.workspace;
  const own = project?.manifest;
  if (own === undefined && rootManifest === undefined) return undefined;
  const standsAlone = isPublished(own) && isShipped(file, project, context);
  const manifests = standsAlone ? [own] : [own, rootManifest];
  return new Set(
    manifests.flatMap((manifest) => [
      packageName(manifest) ?? '',
      ...DEPENDENCY_FIELDS.flatMap((field) => dependenciesIn(manifest, field)),
    ]),
  );
}

/** What a package's `files` hand out; without that field, everything but tests and configuration. */
function isShipped(file: string, project: ProjectModel | undefined, { configs }: DeadCodeContext): boolean {
  if (isTestSupport(file) || configs.sources.includes(file)) return false;
  const listed = project?.manifest?.['files'];
  if (project === undefined || !Array.isArray(listed)) return true;
  const inside = file.slice(project.root === '' ? 0 : project.root.length + 1);
  const patterns = [...stringsIn(listed)].map((pattern) => pattern.replace(/^(!?)\.?\//, '$1').replace(/\/$/, ''));
  const isListed = (prefix: '' | '!') =>
    patterns.some(
      (pattern) => pattern.startsWith('!') === (prefix === '!') && isUnder(inside, pattern.replace('!', '')),
    );
  // What is built from `src` goes out as `dist`, whatever the list calls it.
  return (inside.startsWith('src/') || isListed('')) && !isListed('!');
}

function isUnder(path: string, pattern: string): boolean {
  return path === pattern || path.startsWith(`${pattern}/`) || createGlobMatcher([pattern])(path);
}

function isDeclared(
  { name, typeOnly }: PackageUse,
  declared: ReadonlySet<string>,
  { settings, workspace }: DeadCodeContext,
): boolean {
  if (declared.has(name) || settings.ignoreDependencies.includes(name)) return true;
  const rootTypes = typesPackageOf(name);
  if (declared.has(rootTypes)) return true;
  return (
    typeOnly && DEPENDENCY_FIELDS.some((field) => dependenciesIn(workspace.rootManifest, field).includes(rootTypes))
  );
}

function undeclaredFinding(file: string, project: ProjectModel | undefined, { name, line }: PackageUse): Finding {
  const folder = project === undefined || project.root === '' ? '' : `${project.root}/`;
  const manifest = `${folder}package.json`;
  return {
    id: findingId('undeclared-import', manifest, name),
    kind: 'undeclared-import',
    project: project?.name ?? WORKSPACE,
    file,
    line,
    column: 1,
    symbol: name,
    message: `${name} is imported, but ${manifest} does not declare it.`,
  };
}
