import type { Location, Log, Result } from 'sarif';
import type { CheckReport } from '../check/check-report.ts';
import type { Finding } from '../findings/finding.ts';
import { rules } from './rules.ts';

/** SARIF 2.1.0, as code scanning takes it. Known findings are in it too, marked as unchanged. */
export function formatSarif({ fresh, known, vanished, shrinkCommand }: CheckReport): string {
  const results: Result[] = [
    ...fresh.map((finding) => resultOf(finding, 'new')),
    ...known.map((finding) => resultOf(finding, 'unchanged')),
    ...vanished.map(({ id, file, line }): Result => ({
      ruleId: 'stale-baseline',
      level: 'error',
      message: { text: `${id} is gone; take it out: ${shrinkCommand}` },
      locations: [locationOf(file, line)],
      partialFingerprints: { 'nxQuality/v1': `stale ${id}` },
    })),
  ];
  const descriptions = [...Object.entries(rules), ['stale-baseline', 'A baseline that holds what is gone.']];
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'nx-quality',
            rules: descriptions.map(([id = '', text = '']) => ({ id, shortDescription: { text } })),
          },
        },
        results,
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function resultOf(finding: Finding, baselineState: 'new' | 'unchanged'): Result {
  const { id, kind, file, line, column, message, related = [] } = finding;
  return {
    ruleId: kind,
    level: baselineState === 'new' ? 'error' : 'note',
    message: { text: message },
    locations: [locationOf(file, line, column)],
    ...(related.length > 0 && { relatedLocations: related.map((copy) => locationOf(copy.file, copy.line)) }),
    partialFingerprints: { 'nxQuality/v1': id },
    baselineState,
  };
}

function locationOf(file: string, startLine: number, startColumn = 1): Location {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine, startColumn } },
  };
}
