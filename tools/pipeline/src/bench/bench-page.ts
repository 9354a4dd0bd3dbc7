import { hasFallen, type BenchResults } from './bench-results.ts';
import { SUITES } from './suites.ts';

const INTRO = `Written by \`npm run bench\` from what the suites left in this folder; [bench.json](bench.json) holds it: edit neither. Ratios are of
ours and a peer or a reference in the same run, the greater the better: they say more than seconds, which depend on the
machine. \`npm run bench\` ends with exit code 1 where one has fallen by more than 10 % below the last that was accepted, or is not
measured any more.

\`\`\`sh
npm run bench                             # joins what is there
npm run bench -- --run broker,quality     # measures these first
npm run bench -- --run all --python peers/bin/python
npm run bench -- --accept                 # what is there is what the next is compared with
\`\`\``;

/** The text of docs/benchmarks/README.md, before the formatter. */
export function benchPage({ ratios, missing, ceilings }: BenchResults): string {
  const suites = SUITES.map(({ name, page, tells }) => `| [${name}](${page}) | ${tells} |`);
  const rows = ratios.map((ratio) => {
    const { suite, what, value, accepted } = ratio;
    return `| ${suite} | ${what} | ${hasFallen(ratio) ? `**${value}**, fallen` : value} | ${accepted ?? 'new'} |`;
  });
  const gone = missing.map(({ suite, what, accepted }) => `| ${suite} | ${what} | **not measured** | ${accepted} |`);
  return [
    '# Benchmarks',
    INTRO,
    ['| suite | what it measures |', '| --- | --- |', ...suites].join('\n'),
    '## Ratios',
    ['| suite | what | ratio | accepted |', '| --- | --- | ---: | ---: |', ...rows, ...gone].join('\n'),
    '## What a person feels',
    'Told, and not asserted: it depends on the machine.',
    [
      '| suite | what | value | wanted |',
      '| --- | --- | --- | --- |',
      ...ceilings.map(({ suite, what, value, wanted }) => `| ${suite} | ${what} | ${value} | ${wanted} |`),
    ].join('\n'),
    '',
  ].join('\n\n');
}
