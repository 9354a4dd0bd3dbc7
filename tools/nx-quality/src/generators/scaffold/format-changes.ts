import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { GeneratorCallback, Tree } from '@nx/devkit';

/** What Nx calls once the files are on the disk: they are formatted as the hook would. */
export function formatChanges(tree: Tree): GeneratorCallback {
  const files = tree.listChanges().flatMap(({ type, path }) => (type === 'DELETE' ? [] : [path]));
  return () => {
    const oxfmt = join(tree.root, 'node_modules/oxfmt/bin/oxfmt');
    execFileSync(process.execPath, [oxfmt, '--no-error-on-unmatched-pattern', ...files], { cwd: tree.root });
  };
}
