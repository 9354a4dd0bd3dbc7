import { execFileSync } from 'node:child_process';
import type { ProjectGraph } from '@nx/devkit';
import { toPosix } from '../workspace/paths.ts';
import { createProjectLookup, WORKSPACE, type WorkspaceModel } from '../workspace/workspace-model.ts';

/** What changed since `base`, and what that depends on: dropping a use kills code below, never above. */
export function affectedProjects(
  workspace: WorkspaceModel,
  dependencies: ProjectGraph['dependencies'],
  changedFiles: readonly string[],
): Set<string> {
  const projectOf = createProjectLookup(workspace.projects);
  const queue = [...new Set(changedFiles.map((file) => projectOf(file)?.name ?? WORKSPACE))];
  const seen = new Set(queue);
  for (const name of queue) {
    for (const { target } of dependencies[name] ?? []) {
      if (seen.has(target) || target.startsWith('npm:')) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return seen;
}

/** Files that differ from where the branch left `base`, committed or not. */
export function changedSince(root: string, base: string): string[] {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  const start = git('merge-base', base, 'HEAD').trim();
  const listed = [git('diff', '--name-only', '--relative', start), git('ls-files', '--others', '--exclude-standard')];
  return listed
    .flatMap((text) => text.split('\n'))
    .filter((path) => path !== '')
    .map(toPosix);
}
