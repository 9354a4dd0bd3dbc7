import { join } from 'node:path';
import type { CheckName } from '../findings/finding.ts';
import { readDiskTree } from '../workspace/disk-tree.ts';
import { fingerprintOf } from '../workspace/fingerprint.ts';
import { readKept, writeKept } from '../workspace/kept-file.ts';
import { type Analysis, fromSaved, savedSchema, toSaved } from './saved-analysis.ts';

/**
 * A check's findings in the workspace at `root`. They are kept under the fingerprint of its files: where nothing has changed,
 * neither Nx nor the compiler is loaded.
 */
export async function analyzeWorkspace(check: CheckName, root: string): Promise<Analysis> {
  const tree = readDiskTree(root);
  const path = join(root, `node_modules/.cache/nx-quality/last-${check}.json`);
  const key = fingerprintOf(tree);
  const kept = readKept(path, key, savedSchema);
  if (kept !== undefined) return fromSaved(kept, tree);
  const [{ findAll }, { readNxWorkspace }] = await Promise.all([
    import('./run-check.ts'),
    import('../workspace/read-nx-workspace.ts'),
  ]);
  const workspace = await readNxWorkspace(root, tree);
  const analysis = { workspace, findings: await findAll(check, root, workspace) };
  writeKept(path, key, toSaved(analysis));
  return analysis;
}
