import type { ReadRecord } from '../read-record.ts';
import { isMet, type Figure } from './figures.ts';
import type { Guarantee } from './guarantees.ts';

const INTRO = `Written by \`npm run docs:guarantees\` from the results in [docs/benchmarks](benchmarks/README.md): edit neither. The tests run in CI in a
short form; a figure is that of the last long run which somebody recorded, and its file says where, when and how. "No figure
on record" means that the tests hold the promise and nothing beyond their verdict was kept.`;

/** The text of docs/guarantees.md, before the formatter. */
export function guaranteesPage(guarantees: readonly Guarantee[], read: ReadRecord): string {
  const measured = guarantees.map((guarantee) => ({ guarantee, figures: guarantee.figures(read) }));
  const rows = measured.map(
    ({ guarantee: { id, promise }, figures }) =>
      `| [${id}](#${id.toLowerCase()}) | ${promise} | ${verdictOf(figures)} |`,
  );
  return [
    '# Guarantees',
    INTRO,
    ['| | promise | last figures |', '| --- | --- | --- |', ...rows].join('\n'),
    ...measured.map(({ guarantee, figures }) => sectionOf(guarantee, figures)),
    '',
  ].join('\n\n');
}

function verdictOf(figures: readonly Figure[]): string {
  if (figures.length === 0) return 'no figure on record';
  const missed = figures.filter((figure) => !isMet(figure)).length;
  return missed === 0 ? 'met' : `**missed**: ${missed} of ${figures.length}`;
}

function sectionOf({ id, promise, tests, withoutFigure }: Guarantee, figures: readonly Figure[]): string {
  const files = tests.map((path) => `- [${path}](../${path})`);
  const rest = withoutFigure === undefined ? [] : [`No figure on record of this: ${withoutFigure}.`];
  return [`## ${id}`, promise, files.join('\n'), tableOf(figures), ...rest].join('\n\n');
}

function tableOf(figures: readonly Figure[]): string {
  if (figures.length === 0) return 'No figure on record.';
  const rows = figures.map((figure) => {
    const { what, value, atMost = '', source } = figure;
    const said = isMet(figure) ? value : `**${value}**`;
    return `| ${what} | ${said} | ${atMost} | [${source}](benchmarks/${source}) |`;
  });
  return ['| what | value | at most | from |', '| --- | ---: | ---: | --- |', ...rows].join('\n');
}
