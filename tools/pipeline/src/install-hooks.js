// Run by `prepare`: sets up the hooks of "simple-git-hooks" in package.json; not in CI, and only in a clone of its own. A
// worktree, whose .git is a file, runs the hooks of the clone that it belongs to: there is nothing to set up.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const cli = fileURLToPath(new URL('node_modules/simple-git-hooks/cli.js', root));
const inCi = (process.env.CI ?? 'false') !== 'false';
const isClone = statSync(new URL('.git', root), { throwIfNoEntry: false })?.isDirectory() ?? false;

if (!inCi && isClone && existsSync(cli)) {
  process.exitCode = spawnSync(process.execPath, [cli], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
