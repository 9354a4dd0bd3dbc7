import type { CheckReport } from '../check/check-report.ts';

interface JunitCase {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly type: string;
  readonly message: string;
}

/** JUnit XML: each finding is a failed case, an empty report is one passed case. */
export function formatJunit({ check, fresh, vanished, shrinkCommand }: CheckReport): string {
  const cases: JunitCase[] = [
    ...fresh.map(({ id, file, line, kind, message }) => ({ name: id, file, line, type: kind, message })),
    ...vanished.map(({ id, file, line }) => ({
      name: id,
      file,
      line,
      type: 'stale-baseline',
      message: `It is gone; take it out of ${file}: ${shrinkCommand}`,
    })),
  ];
  const body =
    cases.length === 0
      ? [`    <testcase name="no findings" classname="${check}"/>`]
      : cases.map((entry) => formatCase(check, entry));
  const total = Math.max(1, cases.length);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${total}" failures="${cases.length}">`,
    `  <testsuite name="${check}" tests="${total}" failures="${cases.length}">`,
    ...body,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function formatCase(check: string, { name, file, line, type, message }: JunitCase): string {
  const place = `${file}:${line}`;
  return [
    `    <testcase name="${escapeXml(name)}" classname="${check}" file="${escapeXml(file)}" line="${line}">`,
    `      <failure type="${type}" message="${escapeXml(message)}">${escapeXml(`${place} ${message}`)}</failure>`,
    '    </testcase>',
  ].join('\n');
}

/** The five characters with a meaning of their own; control characters, which XML 1.0 can't hold, are dropped. */
function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return text
    .replaceAll(/\p{Cc}/gu, (sign) => (/\s/.test(sign) ? sign : ''))
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
