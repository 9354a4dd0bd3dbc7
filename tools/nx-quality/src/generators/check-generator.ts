import { logger, workspaceRoot, type GeneratorCallback, type Tree } from '@nx/devkit';
import { baselinePaths } from '../baseline/baseline.ts';
import { updateBaselines } from '../baseline/update-baseline.ts';
import { analyzeWorkspace } from '../check/analyze-workspace.ts';
import { hasFailed } from '../check/check-report.ts';
import { reportOn } from '../check/report-on.ts';
import { applyFixes } from '../fix/apply-fixes.ts';
import { fixOnDisk } from '../fix/fix-on-disk.ts';
import { formatFixes } from '../fix/format-fixes.ts';
import type { Analysis } from '../check/saved-analysis.ts';
import type { CheckName } from '../findings/finding.ts';
import { formatReport } from '../report/report-format.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';
// oxlint-disable-next-line import/no-unassigned-import -- to be loaded is all it is imported for
import './load-early.ts';

export interface CheckGeneratorOptions {
  /** Fail on new findings and on a stale baseline, and change nothing. */
  readonly check?: boolean;
  /** Take findings that are gone out of the baselines. What the generator does without options, too. */
  readonly baseline?: boolean;
  /** With `baseline`: also put new findings in. */
  readonly accept?: boolean;
  /** Mend new findings; what then makes typecheck or tests fail is put back after the files are written. */
  readonly fix?: boolean;
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
): Promise<SyncResult | GeneratorCallback | undefined> {
  const { workspace: onDisk, findings } = await analyzeWorkspace(check, workspaceRoot);
  const workspace = withBaselinesOf(tree, onDisk);
  if (options.check) {
    const report = reportOn(check, findings, workspace);
    if (hasFailed(report)) throw new Error(formatReport('terminal', report, workspace.tree));
    return undefined;
  }
  if (options.fix) return fix(check, tree, { workspace, findings });
  const changes = updateBaselines(check, findings, workspace, { accept: options.accept ?? false });
  for (const { path, text } of changes) {
    if (text === undefined) tree.delete(path);
    else tree.write(path, text);
  }
  // `nx g` fills in every option of the schema and calls what it gets; `nx sync` gives none and reads what it gets.
  const isSync = options.baseline === undefined;
  if (changes.length === 0 || !isSync) return undefined;
  return {
    outOfSyncMessage: `Baselines of ${check} hold findings that are gone.`,
    outOfSyncDetails: changes.map(({ path }) => path),
  };
}

/** Baselines as generators before this one have left them in the tree: several checks share a file. */
function withBaselinesOf(tree: Tree, workspace: WorkspaceModel): WorkspaceModel {
  const baselines = new Set(baselinePaths(workspace));
  const read = (path: string): string | undefined =>
    baselines.has(path) ? (tree.read(path, 'utf8') ?? undefined) : workspace.tree.read(path);
  return { ...workspace, tree: { ...workspace.tree, read } };
}

/** Writes the fixes into the tree, for `--dry-run` to show. Nx calls what is given back only once they are on the disk. */
function fix(check: CheckName, tree: Tree, { workspace, findings }: Analysis): GeneratorCallback {
  const { fresh } = reportOn(check, findings, workspace);
  for (const [file, text] of applyFixes(fresh, workspace.tree)) {
    if (text === undefined) tree.delete(file);
    else tree.write(file, text);
  }
  return async () => logger.info(formatFixes(await fixOnDisk(workspaceRoot, fresh, workspace.tree)));
}
