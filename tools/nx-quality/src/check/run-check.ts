import { join } from 'node:path';
import { analyzeDeadCode, type DeadCodeAnalysis } from '../dead-code/analyze-dead-code.ts';
import { analyzeDuplicates } from '../duplicates/analyze-duplicates.ts';
import type { CheckName, Finding } from '../findings/finding.ts';
import { findLegacyImports } from '../leftovers/legacy-imports/find-legacy-imports.ts';
import { findPrints } from '../leftovers/no-print/find-prints.ts';
import { findUnguarded } from '../leftovers/unguarded/find-unguarded.ts';
import { openFactsCache } from '../module-facts/disk-facts-cache.ts';
import { readAllFacts } from '../module-facts/read-all-facts.ts';
import { readSettings, type CheckSettings } from '../settings/read-settings.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';

/** Where parsed facts are kept between runs, from the workspace's root. */
const FACTS_CACHE = 'node_modules/.cache/nx-quality/facts.bin';

type Check = (root: string, workspace: WorkspaceModel, settings: CheckSettings) => Promise<readonly Finding[]>;

const checks: Readonly<Record<CheckName, Check>> = {
  'dead-code': async (root, workspace) => (await analyzeAt(root, workspace)).findings,
  duplicates: (root, workspace, settings) => analyzeDuplicates(root, workspace, settings.duplicates),
  'no-print': (root, workspace, settings) => findPrints(root, workspace, settings.noPrint),
  'no-legacy-imports': async (root, workspace, settings) => {
    const cache = openFactsCache(join(root, FACTS_CACHE));
    const facts = await readAllFacts(workspace.tree, cache);
    return findLegacyImports(workspace, facts, settings.legacyImports);
  },
  unguarded: (_, workspace, settings) => findUnguarded(workspace, settings.unguarded),
};

/** Runs a check's analysis over the whole workspace: liveness and copies know no borders. */
export async function findAll(check: CheckName, root: string, workspace: WorkspaceModel): Promise<readonly Finding[]> {
  return checks[check](root, workspace, readSettings(workspace.tree));
}

/** The dead-code analysis with its settings and the cache on disk. */
export async function analyzeAt(root: string, workspace: WorkspaceModel): Promise<DeadCodeAnalysis> {
  const settings = readSettings(workspace.tree).deadCode;
  const cache = openFactsCache(join(root, FACTS_CACHE));
  const analysis = await analyzeDeadCode(workspace, { settings, cache });
  cache.save();
  return analysis;
}
