import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { faultFigures, isMet } from './figures.ts';
import { guaranteesPage } from './guarantees-page.ts';
import { GUARANTEES, type Guarantee } from './guarantees.ts';
import { readRecord } from '../read-record.ts';

const root = new URL('../../../../', import.meta.url);

/** The padding of the columns is the formatter's business. */
function unpadded(page: string): string[] {
  return page
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---').trim())
    .filter((line) => line !== '');
}

describe('docs/guarantees.md', () => {
  it('is what the records say: else run npm run docs:guarantees', () => {
    const page = readFileSync(new URL('docs/guarantees.md', root), 'utf8');

    expect(unpadded(page)).toEqual(unpadded(guaranteesPage(GUARANTEES, readRecord)));
  });

  it('has each promise once', () => {
    const ids = GUARANTEES.map(({ id }) => id);

    expect(ids).toEqual(['R1', 'R2', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'T1', 'T2', 'A1', 'O1', 'O2', 'P1']);
  });

  it('names files that are there, at least one a promise', () => {
    const missing = GUARANTEES.flatMap(({ id, tests }) =>
      tests.length === 0 ? [`${id}: none`] : tests.filter((path) => !existsSync(new URL(path, root))),
    );

    expect(missing).toEqual([]);
  });

  it.each(['R1', 'R2', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'T1', 'T2', 'P1'])('finds the figures of %s', (id) => {
    const figures = GUARANTEES.find((each) => each.id === id)?.figures(readRecord) ?? [];

    expect(figures.length).toBeGreaterThan(0);
    expect(figures.filter(({ value }) => !/\d/.test(value) && value !== 'yes')).toEqual([]);
  });
});

const faults = `| promise | attack | load | what was counted | value | at most |
| --- | --- | --- | --- | --- | --- |
| B1 | Redis killed | 9 kills | updates lost | 0 | 0 |
| B1 | Redis killed | 9 kills | updates lost (told, not promised) | 12 | |
| B1 | Redis killed | 9 kills | works on | yes | |
| B5 | Redis gone | 5 faults | slowest call, ms | 2,001 | 2000 |
`;

describe('figures', () => {
  const read = (): string => faults;

  it('are those with a limit, and those that are to be told', () => {
    expect(faultFigures(read, 'B1')).toEqual([
      { what: 'Redis killed: updates lost (9 kills)', value: '0', atMost: '0', source: 'faults.md' },
      { what: 'Redis killed: updates lost (told, not promised) (9 kills)', value: '12', source: 'faults.md' },
    ]);
  });

  it('are met up to their limit', () => {
    const [gone] = faultFigures(read, 'B5');

    expect(isMet(gone)).toBe(false);
    expect(isMet({ ...gone, value: '2,000' })).toBe(true);
    expect(isMet({ what: '', value: '12', source: '' })).toBe(true);
    expect(isMet({ what: '', value: 'unknown', atMost: '0', source: '' })).toBe(false);
  });

  it('are said to be missed, or not on record, in the page', () => {
    const of = (id: string, figures: Guarantee['figures']): Guarantee => ({
      id,
      promise: 'p',
      tests: ['a.ts'],
      figures,
    });
    const page = guaranteesPage(
      [
        of('B5', (records) => faultFigures(records, 'B5')),
        of('B1', (records) => faultFigures(records, 'B1')),
        of('A1', () => []),
      ],
      read,
    );

    expect(page).toContain('| [B5](#b5) | p | **missed**: 1 of 1 |');
    expect(page).toContain('| [B1](#b1) | p | met |');
    expect(page).toContain('| [A1](#a1) | p | no figure on record |');
    expect(page).toContain(
      '| Redis gone: slowest call, ms (5 faults) | **2,001** | 2000 | [faults.md](benchmarks/faults.md) |',
    );
    expect(page).toContain('- [a.ts](../a.ts)\n\nNo figure on record.');
    expect(page).not.toContain('No figure on record of this');
    const partly = { ...of('T2', () => []), withoutFigure: 'that no step is slowed' };
    expect(guaranteesPage([partly], read)).toContain('No figure on record of this: that no step is slowed.');
  });

  it('are none where nothing was recorded', () => {
    for (const { id, figures } of GUARANTEES) expect([id, figures(() => undefined)]).toEqual([id, []]);
  });
});
