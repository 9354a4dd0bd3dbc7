import { hasFailed, type CheckReport } from '../check/check-report.ts';

/** For programs: everything, as one JSON document. */
export function formatJson(report: CheckReport): string {
  return JSON.stringify({ ...report, failed: hasFailed(report) }, null, 2);
}
