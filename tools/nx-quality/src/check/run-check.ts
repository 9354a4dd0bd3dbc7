import { join } from 'node:path';
import { analyzeDeadCode, type DeadCodeAnalysis } from '../dead-code/analyze-dead-code.ts';
import { analyzeDuplicates } from '../duplicates/analyze-duplicates.ts';
import type { CheckName, Finding } from '../findings/finding.ts';
import { openFactsCache } from '../module-facts/disk-facts-cache.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';

/** Where parsed facts are kept between runs, from the workspace's root. */
const FACTS_CACHE = 'node_modules/.cache/nx-quality/facts.bin';

/** Runs a check's analysis over the whole workspace: liveness and copies know no borders. */
export async function findAll(check: CheckName, root: string, workspace: WorkspaceModel): Promise<readonly Finding[]> {
  if (check === 'dead-code') return (await analyzeAt(root, workspace)).findings;
  return analyzeDuplicates(root, workspace, readSettings(workspace.tree).duplicates);
}

/** The dead-code analysis with its settings and the cache on disk. */
export async function analyzeAt(root: string, workspace: WorkspaceModel): Promise<DeadCodeAnalysis> {
  const settings = readSettings(workspace.tree).deadCode;
  const cache = openFactsCache(join(root, FACTS_CACHE));
  const analysis = await analyzeDeadCode(workspace, { settings, cache });
  cache.save();
  return analysis;
}
