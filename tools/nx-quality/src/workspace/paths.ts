import { posix } from 'node:path';

/** `libs\a\src` → `libs/a/src`: what Windows hands over, in the form that findings and baselines hold. */
export function toPosix(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Joins below the workspace's root; undefined when the result leaves it. */
export function joinInside(folder: string, path: string): string | undefined {
  const joined = posix.normalize(posix.join(folder === '.' ? '' : folder, toPosix(path)));
  if (joined.startsWith('../') || joined === '..' || joined.startsWith('/')) return undefined;
  return joined.replace(/\/$/, '').replace(/^\.$/, '');
}

/** The folder of a path; '' at the workspace's root. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether `path` lies in `folder`; '' and '.' hold everything. */
export function isInside(path: string, folder: string): boolean {
  return folder === '' || folder === '.' || path.startsWith(`${folder}/`);
}
