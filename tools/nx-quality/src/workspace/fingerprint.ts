import { createHash, type Hash } from 'node:crypto';
import { isSourceFile } from '../module-facts/source-files.ts';
import { nameOf } from './paths.ts';
import type { SourceTree } from './source-tree.ts';

/** Files that no analysis reads: a change in them changes no finding. */
const NEVER_READ = /\.(?:md|mdx|png|jpe?g|gif|svg|ico|woff2?|ttf|wasm|bin|safetensors|pdf|zip|t?gz|mp4)$/i;
const BASELINE = 'quality-baseline.json';

/** Identifies what an analysis of a workspace reads: equal fingerprints, equal findings. Names of all files are part of it. */
export function fingerprintOf(tree: SourceTree): string {
  return hashOf(tree, (path) => !NEVER_READ.test(path) && nameOf(path) !== BASELINE);
}

/**
 * Identifies what Nx makes its projects from: everything but the texts of ordinary sources. Sources named like configuration
 * count, and those of plugins that lie in the workspace.
 */
export function projectsFingerprintOf(tree: SourceTree, pluginRoots: readonly string[]): string {
  return hashOf(tree, (path) => {
    if (NEVER_READ.test(path) || nameOf(path) === BASELINE) return false;
    if (!isSourceFile(path) || /(?:config|preset|plugin|workspace)/i.test(nameOf(path))) return true;
    return pluginRoots.some((root) => path.startsWith(`${root}/`));
  });
}

function hashOf(tree: SourceTree, isRead: (path: string) => boolean): string {
  const hash = createHash('sha1');
  for (const path of tree.paths) {
    if (nameOf(path) === BASELINE) continue;
    hash.update(`${path}\0`);
    if (isRead(path)) addText(hash, tree.read(path) ?? '');
  }
  return hash.digest('base64url');
}

/** The length keeps two files from running into each other. */
function addText(hash: Hash, text: string): void {
  hash.update(`${text.length}\0`).update(text);
}
