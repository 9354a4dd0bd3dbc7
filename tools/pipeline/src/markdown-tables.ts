/** The rows of all tables of a Markdown page, each cell by its column's heading. */
export function tableRows(page: string): Record<string, string>[] {
  const lines = page.split('\n');
  const rows: Record<string, string>[] = [];
  let headings: string[] | undefined;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('|')) headings = undefined;
    else if (headings === undefined) headings = cellsOf(line);
    else if (!/^\|[\s:|-]+\|$/.test(line) || !lines[index - 1]?.startsWith('|')) rows.push(rowOf(headings, line));
  }
  return rows;
}

/** The rows of those tables that have a column whose heading begins with `heading`; none where there is no page. */
export function rowsWith(heading: string, page = ''): Record<string, string>[] {
  return tableRows(page).filter((row) => Object.keys(row).some((name) => name.startsWith(heading)));
}

/** The cell of a column whose heading begins with `heading`. Throws where there is none. */
export function cellOf(row: Readonly<Record<string, string>>, heading: string): string {
  const found = Object.entries(row).find(([name]) => name.startsWith(heading));
  if (found === undefined) {
    throw new Error(`Expected a column "${heading}" beside ${JSON.stringify(Object.keys(row))}.`);
  }
  return found[1];
}

/** The first number of a text, thousands separated by commas or not; NaN where there is none. */
export function numberIn(text: string): number {
  return Number(/-?\d[\d,]*(?:\.\d+)?/.exec(text)?.[0].replaceAll(',', ''));
}

function rowOf(headings: readonly string[], line: string): Record<string, string> {
  const cells = cellsOf(line);
  return Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? '']));
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}
