import { isObject, type JsonObject } from '../workspace/read-json.ts';

/** A subpath of a package's `exports` or `imports` with the files it may lead to, one for each condition. */
export interface SubpathTargets {
  /** `.`, `./testing`, `./locales/*`, `#platform`. */
  readonly subpath: string;
  readonly targets: readonly string[];
}

/**
 * Lists what a manifest offers under `exports`, or, without that field, under its older ones.
 * Which condition a consumer sets is not known, so every condition's file counts.
 */
export function exportTargets(manifest: JsonObject): SubpathTargets[] {
  const exported = manifest['exports'];
  if (exported !== undefined) return subpathsOf(exported);
  const targets = ['main', 'module', 'browser', 'types', 'typings', 'source', 'es2015'].flatMap((field) =>
    leaves(manifest[field]),
  );
  return targets.length === 0 ? [] : [{ subpath: '.', targets }];
}

/** What a manifest maps under `imports`. */
export function importTargets(manifest: JsonObject): SubpathTargets[] {
  const imported = manifest['imports'];
  return isObject(imported)
    ? Object.entries(imported).map(([subpath, value]) => ({ subpath, targets: leaves(value) }))
    : [];
}

/** The files behind a subpath such as `./testing` or `#platform`; undefined when the manifest does not offer it. */
export function targetsOf(all: readonly SubpathTargets[], wanted: string): readonly string[] | undefined {
  const exact = all.find(({ subpath }) => subpath === wanted);
  if (exact) return exact.targets;
  for (const { subpath, targets } of all.toSorted((a, b) => b.subpath.length - a.subpath.length)) {
    const [prefix = '', suffix] = subpath.split('*');
    if (suffix === undefined || !wanted.startsWith(prefix) || !wanted.endsWith(suffix)) continue;
    const matched = wanted.slice(prefix.length, wanted.length - suffix.length);
    return targets.map((target) => target.replaceAll('*', matched));
  }
  return undefined;
}

function subpathsOf(exported: unknown): SubpathTargets[] {
  if (isObject(exported) && Object.keys(exported).some((key) => key.startsWith('.'))) {
    return Object.entries(exported).map(([subpath, value]) => ({ subpath, targets: leaves(value) }));
  }
  return [{ subpath: '.', targets: leaves(exported) }];
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isObject(value) ? Object.values(value).flatMap(leaves) : [];
}
