import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import type { CheckReport } from '../check/check-report.ts';
import type { Finding } from '../findings/finding.ts';
import { createMemoryTree } from '../workspace/source-tree.ts';
import { formatReport } from './report-format.ts';

const file = 'libs/a/src/ä b.ts';
const tree = createMemoryTree(new Map([[file, 'const a = 1;\nexport const <T>x = 1;\n']]));
const place = { kind: 'unused-export', project: 'a', file, line: 2, column: 14 } as const;
const finding: Finding = {
  ...place,
  id: `unused-export ${file}#x`,
  symbol: 'x',
  message: 'Nobody uses <x>, at 100%.',
};
const report: CheckReport = {
  check: 'dead-code',
  shrinkCommand: 'nx g shrink',
  fresh: [finding],
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

  it('writes for the terminal: each project once, and code where one line of it tells something', () => {
    const whole: Finding = { ...place, id: `unused-export ${file}`, message: 'the whole file' };
    const fresh = [
      whole,
      { ...finding, project: 'b', message: 'another project' },
      { ...whole, kind: 'duplicate' as const, line: 1, message: 'a copy' },
      { ...finding, line: 3, message: 'an empty line' },
      { ...finding, line: 9, message: 'no such line' },
      { ...finding, file: 'none.ts', message: 'no such file' },
    ];
    expect(formatReport('terminal', { ...report, fresh, vanished: [] }, tree)).toBe(
      [
        'a',
        `  ${file}:2:14  unused-export  the whole file`,
        `  ${file}:1:14  duplicate  a copy`,
        '    1 | const a = 1;',
        `  ${file}:3:14  unused-export  an empty line`,
        `  ${file}:9:14  unused-export  no such line`,
        '  none.ts:2:14  unused-export  no such file',
        '',
        'b',
        `  ${file}:2:14  unused-export  another project`,
        '    2 | export const <T>x = 1;',
        '',
        'dead-code: 6 new, 1 in the baseline, 0 gone',
      ].join('\n'),
    );
  });

  describe('in a terminal that someone looks at', () => {
    const { isTTY } = process.stdout;
    const noColor = process.env['NO_COLOR'];
    beforeEach(() => {
      process.stdout.isTTY = true;
      delete process.env['NO_COLOR'];
    });
    afterEach(() => {
      process.stdout.isTTY = isTTY;
      if (noColor === undefined) delete process.env['NO_COLOR'];
      else process.env['NO_COLOR'] = noColor;
    });

    it('writes in colours', () => {
      expect(formatReport('terminal', report, tree).split('\n').slice(0, 5)).toEqual([
        '\u001b[1ma\u001b[22m',
        `  ${file}:2:14  \u001b[33munused-export\u001b[39m  Nobody uses <x>, at 100%.`,
        '\u001b[2m    2 | export const <T>x = 1;\u001b[22m',
        '',
        '\u001b[1mGone, but still in the baseline\u001b[22m',
      ]);
    });

    it('writes without them where NO_COLOR says so', () => {
      process.env['NO_COLOR'] = '';
      expect(formatReport('terminal', report, tree)).not.toContain('\u001b');
    });
  });

  it('escapes what has a meaning in a GitHub annotation', () => {
    const fresh = [{ ...finding, file: 'a,b:c%d.ts', message: '1%, a:b\r\nc\nd' }];
    expect(formatReport('github', { ...report, fresh, vanished: [] }, tree)).toBe(
      '::error file=a%2Cb%3Ac%25d.ts,line=2,col=14,title=unused-export::1%25, a:b%0D%0Ac%0Ad',
    );
  });

  it('writes JUnit: a failed case for each finding, one that passed for none', () => {
    expect(formatReport('junit', report, tree)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites tests="2" failures="2">',
        '  <testsuite name="dead-code" tests="2" failures="2">',
        `    <testcase name="unused-export ${file}#x" classname="dead-code" file="${file}" line="2">`,
        `      <failure type="unused-export" message="Nobody uses &lt;x&gt;, at 100%.">${file}:2 Nobody uses &lt;x&gt;, at 100%.</failure>`,
        '    </testcase>',
        '    <testcase name="island z" classname="dead-code" file="libs/a/quality-baseline.json" line="3">',
        '      <failure type="stale-baseline" message="It is gone; take it out of libs/a/quality-baseline.json: nx g shrink">libs/a/quality-baseline.json:3 It is gone; take it out of libs/a/quality-baseline.json: nx g shrink</failure>',
        '    </testcase>',
        '  </testsuite>',
        '</testsuites>',
      ].join('\n'),
    );
    expect(formatReport('junit', { ...report, fresh: [], vanished: [] }, tree)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites tests="1" failures="0">',
        '  <testsuite name="dead-code" tests="1" failures="0">',
        '    <testcase name="no findings" classname="dead-code"/>',
        '  </testsuite>',
        '</testsuites>',
      ].join('\n'),
    );
  });

  it('escapes what has a meaning in XML, and leaves out what it cannot hold', () => {
    const fresh = [{ ...finding, message: `a&b<c>d"e'f\u0000g\th` }];
    expect(formatReport('junit', { ...report, fresh }, tree)).toContain(
      'message="a&amp;b&lt;c&gt;d&quot;e&apos;fg\th"',
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
      { ruleId: 'test-only', level: 'note', baselineState: 'unchanged', message: { text: 'known' } },
      {
        ruleId: 'stale-baseline',
        level: 'error',
        message: { text: 'island z is gone; take it out: nx g shrink' },
        partialFingerprints: { 'nxQuality/v1': 'stale island z' },
        locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 1 } } }],
      },
    ]);
    expect(log.runs[0]?.results?.[0]).not.toHaveProperty('relatedLocations');
    const { name, rules = [] } = log.runs[0]?.tool.driver ?? { name: '' };
    expect(name).toBe('nx-quality');
    expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(['unused-export', 'test-only', 'stale-baseline']));
    for (const { shortDescription } of rules) expect(shortDescription?.text).toMatch(/\.$/);
  });

  it('writes SARIF: the other places of a duplicate', () => {
    const fresh = [{ ...finding, related: [{ file: 'b.ts', line: 7, endLine: 9 }] }];
    const log = JSON.parse(formatReport('sarif', { ...report, fresh }, tree)) as Log;
    expect(log.runs[0]?.results?.[0]?.relatedLocations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: 'b.ts' }, region: { startLine: 7, startColumn: 1 } } },
    ]);
  });
});
