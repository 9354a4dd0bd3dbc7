import { styleText } from 'node:util';
import type { CheckReport } from '../check/check-report.ts';
import type { Finding } from '../findings/finding.ts';
import type { SourceTree } from '../workspace/source-tree.ts';

/** For people: by project and file, each finding with its line of code. */
export function formatTerminal(report: CheckReport, tree: SourceTree): string {
  const names = [...new Set(report.fresh.map(({ project }) => project))];
  const blocks = names.map((name) =>
    formatProject(
      name,
      report.fresh.filter(({ project }) => project === name),
      tree,
    ),
  );
  return [...blocks, ...formatVanished(report), summaryOf(report)].join('\n');
}

function formatProject(project: string, findings: readonly Finding[], tree: SourceTree): string {
  const lines = findings.flatMap((finding) => [
    `  ${finding.file}:${finding.line}:${finding.column}  ${paint('yellow', finding.kind)}  ${finding.message}`,
    ...codeLine(finding, tree),
  ]);
  return [paint('bold', project), ...lines, ''].join('\n');
}

function codeLine({ file, line, symbol, kind }: Finding, tree: SourceTree): string[] {
  if (symbol === undefined && kind !== 'duplicate') return [];
  const code = tree.read(file)?.split('\n')[line - 1]?.trim();
  return code === undefined || code === '' ? [] : [paint('dim', `    ${line} | ${code}`)];
}

function formatVanished({ vanished, shrinkCommand }: CheckReport): string[] {
  if (vanished.length === 0) return [];
  const lines = vanished.map(({ id, file, line }) => `  ${file}:${line}  ${id}`);
  return [paint('bold', 'Gone, but still in the baseline'), ...lines, `  Take them out: ${shrinkCommand}`, ''];
}

function summaryOf({ check, fresh, known, vanished }: CheckReport): string {
  return `${check}: ${fresh.length} new, ${known.length} in the baseline, ${vanished.length} gone`;
}

/** Colours only where someone looks: Node 20's styleText does not ask. */
function paint(style: 'bold' | 'dim' | 'yellow', text: string): string {
  return process.stdout.isTTY && process.env['NO_COLOR'] === undefined ? styleText(style, text) : text;
}
