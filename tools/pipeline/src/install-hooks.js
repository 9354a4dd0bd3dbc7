// Run by `prepare`: sets up the hooks of "simple-git-hooks" in package.json; not in CI, and not where this is no clone.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const cli = fileURLToPath(new URL('node_modules/simple-git-hooks/cli.js', root));
const inCi = (process.env.CI ?? 'false') !== 'false';

if (!inCi && existsSync(new URL('.git', root)) && existsSync(cli)) {
  process.exitCode = spawnSync(process.execPath, [cli], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
