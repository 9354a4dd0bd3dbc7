export { analyzeDeadCode, type DeadCodeAnalysis, type DeadCodeOptions } from './dead-code/analyze-dead-code.ts';
export { defaultDeadCodeSettings, type DeadCodeSettings } from './dead-code/dead-code-settings.ts';
export { why, type WhyAnswer, type WhyStep } from './dead-code/why.ts';
export { compareFindings, findingId, type DeadCodeKind, type Finding, type FindingKind } from './findings/finding.ts';
export { QualityError, type QualityErrorCode } from './quality-error.ts';
export { readNxWorkspace } from './workspace/read-nx-workspace.ts';
export { createMemoryTree, type SourceTree } from './workspace/source-tree.ts';
export type { ProjectModel, WorkspaceModel } from './workspace/workspace-model.ts';
export {
  compareWithBaseline,
  type Baseline,
  type BaselineComparison,
  type VanishedFinding,
} from './baseline/baseline.ts';
export { updateBaselines, type BaselineChange } from './baseline/update-baseline.ts';
export { hasFailed, type CheckReport } from './check/check-report.ts';
export { reportOn } from './check/report-on.ts';
export { findAll } from './check/run-check.ts';
export { analyzeDuplicates } from './duplicates/analyze-duplicates.ts';
export { defaultDuplicatesSettings, type DuplicatesSettings } from './duplicates/duplicates-settings.ts';
export { formatReport, reportFormats, type ReportFormat } from './report/report-format.ts';
