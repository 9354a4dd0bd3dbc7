import { type Tree, workspaceRoot } from '@nx/devkit';
import { updateBaselines } from '../baseline/update-baseline.ts';
import { analyzeWorkspace } from '../check/analyze-workspace.ts';
import { hasFailed } from '../check/check-report.ts';
import { reportOn } from '../check/report-on.ts';
import type { CheckName } from '../findings/finding.ts';
import { formatReport } from '../report/report-format.ts';

export interface CheckGeneratorOptions {
  /** Fail on new findings and on a stale baseline, and change nothing. */
  readonly check?: boolean;
  /** Take findings that are gone out of the baselines. What the generator does without options, too. */
  readonly baseline?: boolean;
  /** With `baseline`: also put new findings in. */
  readonly accept?: boolean;
}

/** What `nx sync` shows. */
export interface SyncResult {
  readonly outOfSyncMessage?: string;
  readonly outOfSyncDetails?: string[];
}

/** The core of both generators. Without options it shrinks the baselines, which makes it a sync generator. */
export async function runCheckGenerator(
  check: CheckName,
  tree: Tree,
  options: CheckGeneratorOptions = {},
): Promise<SyncResult> {
  const { workspace, findings } = await analyzeWorkspace(check, workspaceRoot);
  if (options.check) {
    const report = reportOn(check, findings, workspace);
    if (hasFailed(report)) throw new Error(formatReport('terminal', report, workspace.tree));
    return {};
  }
  const changes = updateBaselines(check, findings, workspace, { accept: options.accept ?? false });
  for (const { path, text } of changes) {
    if (text === undefined) tree.delete(path);
    else tree.write(path, text);
  }
  if (changes.length === 0) return {};
  return {
    outOfSyncMessage: `Baselines of ${check} hold findings that are gone.`,
    outOfSyncDetails: changes.map(({ path }) => path),
  };
}
