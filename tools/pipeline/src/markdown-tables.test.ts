import { expect, it } from '@jest/globals';
import { cellOf, numberIn, tableRows } from './markdown-tables.ts';

const page = `# A page

| what  | value (wanted: 3) |
| ----- | ----------------: |
| a \\| b | 1,234.5 ms |
| dash | - |

text

| other |
| --- |
| x |
`;

it('gives the rows of all tables by their headings', () => {
  expect(tableRows(page)).toEqual([
    { what: 'a \\| b', 'value (wanted: 3)': '1,234.5 ms' },
    { what: 'dash', 'value (wanted: 3)': '-' },
    { other: 'x' },
  ]);
});

it('finds a cell by the beginning of its heading', () => {
  const [row] = tableRows(page);
  expect(cellOf(row, 'value')).toBe('1,234.5 ms');
  expect(() => cellOf(row, 'worth')).toThrow('Expected a column "worth"');
});

it.each([
  ['1,234.5 ms', 1234.5],
  ['≤ 3 %', 3],
  ['-0.4 %', -0.4],
  ['yes', Number.NaN],
])('the number in %j', (text, number) => expect(numberIn(text)).toBe(number));
