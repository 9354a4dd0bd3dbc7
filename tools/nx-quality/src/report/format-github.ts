import type { CheckReport } from '../check/check-report.ts';

/** GitHub's workflow commands: each finding becomes an annotation on its line. */
export function formatGithub({ fresh, vanished, shrinkCommand }: CheckReport): string {
  const found = fresh.map(({ file, line, column, kind, message }) =>
    annotation(message, { file, line, col: column, title: kind }),
  );
  const gone = vanished.map(({ id, file, line }) =>
    annotation(`${id} is gone; take it out: ${shrinkCommand}`, { file, line, title: 'stale baseline' }),
  );
  return [...found, ...gone].join('\n');
}

function annotation(message: string, properties: Readonly<Record<string, string | number>>): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::error ${list.join(',')}::${escapeData(message)}`;
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
