import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../tests/memory-workspace.ts';
import { findingId, type Finding } from '../findings/finding.ts';
import { baselinePath, baselinePaths, compareWithBaseline, formatBaseline, readBaseline } from './baseline.ts';
import { updateBaselines } from './update-baseline.ts';

function finding(name: string, project = 'a'): Finding {
  const file = `libs/${project}/src/index.ts`;
  const id = findingId('unused-export', file, name);
  return { id, kind: 'unused-export', project, file, line: 1, column: 1, symbol: name, message: '' };
}

function workspaceWith(known: readonly string[]) {
  return createMemoryWorkspace({
    'libs/a/package.json': { name: 'a' },
    'libs/b/package.json': { name: 'b' },
    'libs/a/quality-baseline.json': { 'dead-code': known, duplicates: ['duplicate x'] },
  });
}

const [x, y] = [finding('x'), finding('y')];

describe('the ratchet', () => {
  it('fails on a finding that no baseline holds', () => {
    expect(compareWithBaseline('dead-code', [x, y], workspaceWith([x.id]))).toEqual({
      fresh: [y],
      known: [x],
      vanished: [],
    });
  });

  it('fails on a baseline that holds what is gone, and says where', () => {
    const { fresh, vanished } = compareWithBaseline('dead-code', [x], workspaceWith([x.id, y.id]));
    expect(fresh).toEqual([]);
    expect(vanished).toEqual([{ id: y.id, file: 'libs/a/quality-baseline.json', line: 4 }]);
  });

  it('does not let one finding take the place of another', () => {
    const { fresh, vanished } = compareWithBaseline('dead-code', [y], workspaceWith([x.id]));
    expect(fresh).toEqual([y]);
    expect(vanished).toMatchObject([{ id: x.id }]);
  });

  it('looks at the projects asked for only', () => {
    const other = finding('z', 'b');
    const workspace = workspaceWith([x.id]);
    expect(compareWithBaseline('dead-code', [other], workspace, new Set(['b']))).toEqual({
      fresh: [other],
      known: [],
      vanished: [],
    });
    expect(compareWithBaseline('dead-code', [other], workspace, new Set(['a']))).toMatchObject({
      fresh: [],
      vanished: [{ id: x.id }],
    });
  });

  it('looks at the workspace’s own baseline where all is asked for', () => {
    const workspace = createMemoryWorkspace({
      'libs/a/package.json': { name: 'a' },
      'quality-baseline.json': { 'dead-code': [x.id, y.id] },
    });
    expect(compareWithBaseline('dead-code', [x], workspace)).toEqual({
      fresh: [],
      known: [x],
      vanished: [{ id: y.id, file: 'quality-baseline.json', line: 4 }],
    });
    expect(compareWithBaseline('dead-code', [x], workspace, new Set(['a']))).toEqual({
      fresh: [x],
      known: [],
      vanished: [],
    });
  });

  it.each([{ 'dead-code': 'x' }, { 'dead-code': [1] }, { other: [] }])(
    'refuses a file that is no baseline: %j',
    (text) => {
      const { tree } = createMemoryWorkspace({ 'a.json': text });
      expect(() => readBaseline(tree, 'a.json')).toThrow(
        expect.objectContaining({ code: 'quality/broken-baseline', message: expect.stringMatching(/^a\.json: ./) }),
      );
    },
  );

  it('refuses one that is no JSON', () => {
    const { tree } = createMemoryWorkspace({ 'a.json': '{' });
    expect(() => readBaseline(tree, 'a.json')).toThrow(expect.objectContaining({ code: 'quality/broken-baseline' }));
  });

  it('takes no file for an empty baseline', () => {
    expect(readBaseline(createMemoryWorkspace({}).tree, 'a.json')).toEqual({});
  });
});

describe('a baseline', () => {
  it('is written sorted, one identity a line, without what holds nothing', () => {
    expect(formatBaseline({ duplicates: ['b', 'a'], 'dead-code': [], unguarded: undefined })).toBe(
      '{\n  "duplicates": [\n    "a",\n    "b"\n  ]\n}\n',
    );
    expect(formatBaseline({ duplicates: [] })).toBeUndefined();
    expect(formatBaseline({})).toBeUndefined();
  });

  it('lies at the root of its project, or of the workspace', () => {
    expect(baselinePath({ root: 'libs/a' })).toBe('libs/a/quality-baseline.json');
    expect(baselinePath({ root: '' })).toBe('quality-baseline.json');
    expect(baselinePath(undefined)).toBe('quality-baseline.json');
    const workspace = createMemoryWorkspace({ 'libs/b/package.json': {}, 'apps/a/package.json': {} });
    expect(baselinePaths({ ...workspace, projects: [...workspace.projects, ...workspace.projects] })).toEqual([
      'apps/a/quality-baseline.json',
      'libs/b/quality-baseline.json',
      'quality-baseline.json',
    ]);
  });
});

describe('updateBaselines', () => {
  it('takes out what is gone, lets nothing in, and leaves the other check alone', () => {
    expect(updateBaselines('dead-code', [y], workspaceWith([x.id]))).toEqual([
      { path: 'libs/a/quality-baseline.json', text: `${JSON.stringify({ duplicates: ['duplicate x'] }, null, 2)}\n` },
    ]);
  });

  it('deletes a file that holds nothing any more', () => {
    const workspace = createMemoryWorkspace({
      'libs/a/package.json': { name: 'a' },
      'libs/a/quality-baseline.json': { 'dead-code': [x.id] },
    });
    expect(updateBaselines('dead-code', [], workspace)).toEqual([
      { path: 'libs/a/quality-baseline.json', text: undefined },
    ]);
  });

  it('lets findings in on request, each into its project’s file', () => {
    const workspace = createMemoryWorkspace({
      'libs/a/package.json': { name: 'a' },
      'libs/b/package.json': { name: 'b' },
    });
    const other = finding('z', 'b');
    const changes = updateBaselines('dead-code', [y, x, other], workspace, { accept: true });
    expect(changes.map(({ path, text }) => [path, JSON.parse(text ?? 'null') as unknown])).toEqual([
      ['libs/a/quality-baseline.json', { 'dead-code': [x.id, y.id] }],
      ['libs/b/quality-baseline.json', { 'dead-code': [other.id] }],
    ]);
  });

  it('lets in what belongs to no project at the workspace’s root, once', () => {
    const workspace = createMemoryWorkspace({ 'libs/a/package.json': { name: 'a' } });
    const lost = finding('z', 'none');
    expect(updateBaselines('dead-code', [lost, lost], workspace, { accept: true })).toEqual([
      { path: 'quality-baseline.json', text: `${JSON.stringify({ 'dead-code': [lost.id] }, null, 2)}\n` },
    ]);
  });

  it('changes nothing when nothing changed', () => {
    expect(updateBaselines('dead-code', [x], workspaceWith([x.id]))).toEqual([]);
  });
});
