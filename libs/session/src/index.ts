export { evaluateRun, type EvaluateRunOptions, type RunEvaluation } from './evaluate-run.ts';
export { exportPolicy, type ExportedPolicy, type ExportPolicyOptions } from './export-policy.ts';
export { findRun } from './find-run.ts';
export { DEFAULT_PROJECT_FOLDER, projectFolder, type ProjectFolder } from './project-folder.ts';
export { openRecord, type OpenRecord } from './record.ts';
export { runTraining, type RunTrainingOptions } from './run-training.ts';
export type { RunResult, SessionEvent } from './session-event.ts';
export { runSmoke, type SmokeCheck, type SmokeOptions, type SmokeReport } from './smoke.ts';
export { isWrongUse } from './wrong-use.ts';
