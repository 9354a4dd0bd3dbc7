import { describe, expect, it } from '@jest/globals';
import { compareFindings, findingId, type Finding } from './finding.ts';
import { createIdNumbering } from './number-ids.ts';

describe('the identity of a finding', () => {
  it('names its kind, its file and what it is about, if that is not the whole file', () => {
    expect(findingId('unused-export', 'a.ts', 'x')).toBe('unused-export a.ts#x');
    expect(findingId('unreached-file', 'a.ts')).toBe('unreached-file a.ts');
  });

  it('is numbered from the second of the same on', () => {
    const idOf = createIdNumbering();
    expect([idOf('print', 'a.ts', 'x'), idOf('print', 'a.ts', 'x'), idOf('print', 'a.ts', 'x')]).toEqual([
      'print a.ts#x',
      'print a.ts#x-2',
      'print a.ts#x-3',
    ]);
    expect([idOf('print', 'a.ts', 'y'), idOf('print', 'b.ts', 'x'), idOf('unguarded', 'a.ts', 'x')]).toEqual([
      'print a.ts#y',
      'print b.ts#x',
      'unguarded a.ts#x',
    ]);
    expect(createIdNumbering()('print', 'a.ts', 'x')).toBe('print a.ts#x');
  });
});

it('orders findings by file, then line, then identity', () => {
  const finding = (file: string, line: number, id: string): Finding => ({
    id,
    kind: 'print',
    project: 'a',
    file,
    line,
    column: 1,
    message: '',
  });
  const ordered = [
    finding('a.ts', 2, 'y'),
    finding('a.ts', 2, 'z'),
    finding('a.ts', 10, 'x'),
    finding('b.ts', 1, 'a'),
    finding('b.ts', 1, 'b'),
  ];
  expect(ordered.toReversed().toSorted(compareFindings)).toEqual(ordered);
  expect(ordered.toSorted(compareFindings)).toEqual(ordered);
  const [first] = ordered;
  expect(first && compareFindings(first, { ...first })).toBe(0);
});
