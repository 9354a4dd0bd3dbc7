import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { METRICS, type MetricInfo } from './metrics.ts';

const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');

describe('docs/metrics.md', () => {
  it('lists exactly the metrics of the table, with unit, clock and meaning', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));

    expect(rows.map(cells)).toEqual(Object.entries(METRICS).map(([name, info]) => expectedCells(name, info)));
  });
});

/** The padding of the columns is the formatter's business. */
function cells(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function expectedCells(name: string, { unit, clock, description }: MetricInfo): string[] {
  return [`\`${name}\``, unit || '–', clock ? 'clock' : '', description];
}
