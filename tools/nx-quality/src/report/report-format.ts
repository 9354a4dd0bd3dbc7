import type { CheckReport } from '../check/check-report.ts';
import type { SourceTree } from '../workspace/source-tree.ts';
import { formatGithub } from './format-github.ts';
import { formatJson } from './format-json.ts';
import { formatJunit } from './format-junit.ts';
import { formatSarif } from './format-sarif.ts';
import { formatTerminal } from './format-terminal.ts';

/** How a report is written down. */
export type ReportFormat = keyof typeof formats;

const formats = {
  terminal: formatTerminal,
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
  junit: formatJunit,
} satisfies Record<string, (report: CheckReport, tree: SourceTree) => string>;

/** The formats that a report can have. */
export const reportFormats: readonly ReportFormat[] = ['terminal', 'json', 'sarif', 'github', 'junit'];

/** Writes a report; `tree` gives the lines of code that the terminal shows. */
export function formatReport(format: ReportFormat, report: CheckReport, tree: SourceTree): string {
  return formats[format](report, tree);
}
