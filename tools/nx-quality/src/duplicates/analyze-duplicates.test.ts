import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../tests/memory-workspace.ts';
import { duplicateFindings } from './analyze-duplicates.ts';
import { runJscpd } from './run-jscpd.ts';
import { defaultDuplicatesSettings } from './duplicates-settings.ts';

const body = Array.from({ length: 8 }, (_, index) => `  const v${index} = ${index};`).join('\n');

function workspaceWith(first = body) {
  return createMemoryWorkspace({
    'libs/a/package.json': { name: 'a' },
    'libs/b/package.json': { name: 'b' },
    'libs/a/src/x.ts': first,
    'libs/b/src/y.ts': body,
  });
}

function clone(start = 2, fragment = body) {
  const firstFile = { name: '/w/libs/b/src/y.ts', start, end: start + 7 };
  return {
    firstFile,
    secondFile: { name: '/w/libs/a/src/x.ts', start, end: start + 7 },
    fragment,
    lines: 8,
    tokens: 60,
  };
}

const toPath = (name: string) => name.slice('/w/'.length);

describe('duplicateFindings', () => {
  it('belongs to the first file by name and points at the second', () => {
    const [finding] = duplicateFindings(workspaceWith(), [clone()], toPath);
    expect(finding).toMatchObject({
      project: 'a',
      file: 'libs/a/src/x.ts',
      line: 2,
      related: [{ file: 'libs/b/src/y.ts', line: 2, endLine: 9 }],
      message: '8 lines (60 tokens) stand again in libs/b/src/y.ts:2.',
    });
  });

  it('keeps its identity when lines move and blank space changes', () => {
    const [before] = duplicateFindings(workspaceWith(), [clone()], toPath);
    const [after] = duplicateFindings(workspaceWith(), [clone(9, body.replaceAll('\n', '\n\n    '))], toPath);
    expect(after?.id).toBe(before?.id);
  });

  it('tells equal copies in the same two files apart', () => {
    const ids = duplicateFindings(workspaceWith(), [clone(2), clone(40)], toPath).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it('lets a pair be by a comment with a reason, not by one without', () => {
    const reasoned = `// quality-ignore duplicates -- two protocols that only look alike\n${body}`;
    expect(duplicateFindings(workspaceWith(reasoned), [clone()], toPath)).toEqual([]);
    expect(duplicateFindings(workspaceWith(`// quality-ignore duplicates\n${body}`), [clone()], toPath)).toHaveLength(
      1,
    );
  });

  it('leaves out files that do not belong to the workspace', () => {
    const outside = { ...clone(), secondFile: { name: '/w/generated/z.ts', start: 1, end: 8 } };
    expect(duplicateFindings(workspaceWith(), [outside], toPath)).toEqual([]);
  });
});

describe('runJscpd', () => {
  it('names a jscpd that does not run', async () => {
    await expect(runJscpd('/nowhere', defaultDuplicatesSettings, ['/no/such/jscpd'])).rejects.toMatchObject({
      code: 'quality/jscpd-failed',
      message: expect.stringContaining('/no/such/jscpd'),
    });
  });
});
