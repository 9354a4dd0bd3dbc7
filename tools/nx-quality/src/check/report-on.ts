import { compareWithBaseline } from '../baseline/baseline.ts';
import type { CheckName, Finding } from '../findings/finding.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';
import { shrinkCommandOf, type CheckReport } from './check-report.ts';

/** Sets findings against the baselines, for all projects or for some. */
export function reportOn(
  check: CheckName,
  findings: readonly Finding[],
  workspace: WorkspaceModel,
  projects?: ReadonlySet<string>,
): CheckReport {
  return { check, shrinkCommand: shrinkCommandOf(check), ...compareWithBaseline(check, findings, workspace, projects) };
}
