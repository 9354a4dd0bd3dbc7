import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import type { CheckReport } from '../check/check-report.ts';
import { createMemoryTree } from '../workspace/source-tree.ts';
import { formatReport } from './report-format.ts';

const file = 'libs/a/src/ä b.ts';
const tree = createMemoryTree(new Map([[file, 'const a = 1;\nexport const <T>x = 1;\n']]));
const report: CheckReport = {
  check: 'dead-code',
  shrinkCommand: 'nx g shrink',
  fresh: [
    {
      id: `unused-export ${file}#x`,
      kind: 'unused-export',
      project: 'a',
      file,
      line: 2,
      column: 14,
      symbol: 'x',
      message: 'Nobody uses <x>, at 100%.',
    },
  ],
  known: [{ id: 'test-only y', kind: 'test-only', project: 'a', file: 'y', line: 1, column: 1, message: 'known' }],
  vanished: [{ id: 'island z', file: 'libs/a/quality-baseline.json', line: 3 }],
};

describe('formatReport', () => {
  it('writes for the terminal: groups, code, the command for what is gone', () => {
    expect(formatReport('terminal', report, tree)).toBe(
      [
        'a',
        `  ${file}:2:14  unused-export  Nobody uses <x>, at 100%.`,
        '    2 | export const <T>x = 1;',
        '',
        'Gone, but still in the baseline',
        '  libs/a/quality-baseline.json:3  island z',
        '  Take them out: nx g shrink',
        '',
        'dead-code: 1 new, 1 in the baseline, 1 gone',
      ].join('\n'),
    );
  });

  it('writes GitHub annotations, escaped', () => {
    expect(formatReport('github', report, tree).split('\n')).toEqual([
      `::error file=${file},line=2,col=14,title=unused-export::Nobody uses <x>, at 100%25.`,
      '::error file=libs/a/quality-baseline.json,line=3,title=stale baseline::island z is gone; take it out: nx g shrink',
    ]);
  });

  it('writes JUnit, escaped', () => {
    const xml = formatReport('junit', report, tree);
    expect(xml).toContain('<testsuite name="dead-code" tests="2" failures="2">');
    expect(xml).toContain('message="Nobody uses &lt;x&gt;, at 100%."');
    expect(formatReport('junit', { ...report, fresh: [], vanished: [] }, tree)).toContain('tests="1" failures="0"');
  });

  it('writes JSON with everything', () => {
    expect(JSON.parse(formatReport('json', report, tree))).toEqual({ ...report, failed: true });
  });

  it('writes SARIF that is valid against its schema', () => {
    const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
    validate(JSON.parse(formatReport('sarif', report, tree)));
    expect(validate.errors).toBeNull();
    validate({ version: '2.1.0', runs: [{}] });
    expect(validate.errors).not.toBeNull();
  });

  it('writes SARIF: a fingerprint that does not move, known findings as unchanged', () => {
    const log = JSON.parse(formatReport('sarif', report, tree)) as Log;
    expect(log.runs[0]?.results).toMatchObject([
      {
        ruleId: 'unused-export',
        level: 'error',
        baselineState: 'new',
        partialFingerprints: { 'nxQuality/v1': `unused-export ${file}#x` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'libs/a/src/%C3%A4%20b.ts' },
              region: { startLine: 2, startColumn: 14 },
            },
          },
        ],
      },
      { ruleId: 'test-only', level: 'note', baselineState: 'unchanged' },
      { ruleId: 'stale-baseline', level: 'error' },
    ]);
  });
});
