import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { updateBaselines } from '../baseline/update-baseline.ts';
import { analyzeWorkspace } from '../check/analyze-workspace.ts';
import { hasFailed, type CheckReport } from '../check/check-report.ts';
import { reportOn } from '../check/report-on.ts';
import { loadAnalysis, saveAnalysis } from '../check/saved-analysis.ts';
import type { CheckName, Finding } from '../findings/finding.ts';
import { QualityError } from '../quality-error.ts';
import { formatReport, type ReportFormat } from '../report/report-format.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';

export interface CheckCommandOptions {
  readonly project?: readonly string[];
  readonly affected: boolean;
  readonly base: string;
  readonly baseline: boolean;
  readonly accept: boolean;
  /** Mend findings that are not in a baseline, in the files themselves. */
  readonly fix: boolean;
  readonly format: ReportFormat;
  readonly output?: string;
  readonly save?: string;
  readonly from?: string;
}

/** Runs a check and returns the exit code: 0 nothing new, 1 findings or a stale baseline. */
export async function checkCommand(
  check: CheckName,
  root: string,
  options: CheckCommandOptions,
  print: (text: string) => void,
): Promise<number> {
  const analysis = options.from === undefined ? await analyzeWorkspace(check, root) : loadAnalysis(options.from, root);
  if (options.save !== undefined) {
    saveAnalysis(options.save, analysis);
    return 0;
  }
  const { workspace, findings } = analysis;
  if (options.fix)
    return fix(
      root,
      reportOn(check, findings, workspace, await askedProjects(root, workspace, options)),
      workspace,
      print,
    );
  if (options.baseline) applyBaselines(check, root, findings, workspace, options.accept);
  const report = reportOn(check, findings, workspace, await askedProjects(root, workspace, options));
  const text = formatReport(options.format, report, workspace.tree);
  if (options.output === undefined) print(text);
  else write(options.output, text);
  return hasFailed(report) ? 1 : 0;
}

/** Fails where something new is left. */
async function fix(
  root: string,
  { fresh }: CheckReport,
  { tree }: WorkspaceModel,
  print: (text: string) => void,
): Promise<number> {
  const [{ fixOnDisk }, { formatFixes }] = await Promise.all([
    import('../fix/fix-on-disk.ts'),
    import('../fix/format-fixes.ts'),
  ]);
  const result = await fixOnDisk(root, fresh, tree);
  print(formatFixes(result));
  return result.fixed.length === fresh.length ? 0 : 1;
}

function applyBaselines(
  check: CheckName,
  root: string,
  findings: readonly Finding[],
  workspace: WorkspaceModel,
  accept: boolean,
): void {
  for (const { path, text } of updateBaselines(check, findings, workspace, { accept })) {
    if (text === undefined) rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
    workspace.tree.refresh?.(path);
  }
}

async function askedProjects(
  root: string,
  workspace: WorkspaceModel,
  options: CheckCommandOptions,
): Promise<Set<string> | undefined> {
  if (options.affected) {
    const { readGraph } = await import('../workspace/read-nx-workspace.ts');
    const { affectedProjects, changedSince } = await import('./affected-projects.ts');
    const { dependencies } = await readGraph();
    return affectedProjects(workspace, dependencies, changedSince(root, options.base));
  }
  if (options.project === undefined) return undefined;
  const names = new Set(workspace.projects.map(({ name }) => name));
  const unknown = options.project.filter((name) => !names.has(name));
  if (unknown.length === 0) return new Set(options.project);
  throw new QualityError(
    'quality/unknown-project',
    `Expected projects of this workspace, but got: ${unknown.join(', ')}.`,
  );
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
