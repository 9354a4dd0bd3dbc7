import { mutationScore, type MutationResults } from './mutation-results.ts';
import { SUBJECTS, type Subject } from './subjects.ts';

const INTRO = `Written by \`npm run mutation\` from [mutation.json](mutation.json), which holds the counts: edit neither.
[Stryker](https://stryker-mutator.io) changes the code in one place at a time (a mutant) and runs the unit tests that come by
that place. A mutant is killed when a test fails or does not end; one that survives, or that no test comes by, shows what could
change without anybody's notice. The score is the share of killed ones.

\`\`\`sh
npm run mutation                                       # all, one after the other: hours
npm run mutation -- random health                      # these
npm run mutation -- broker --only 'src/memory/**'      # some files
\`\`\`

It ends with exit code 1 where a score is below what is wanted; some files have none, and the next run of the whole does not try
their mutants again. The largest libraries come in parts, each with a score, as they would take most of a day. \`.mutation/NAME.json\` in the workspace's root keeps what became of
each mutant, so that the next run tries only those whose code or tests have changed (Stryker does not see a change in another
library or in a fixture: delete the file then); \`.mutation/NAME.html\` shows the mutants in the code. The
[workflow](../../.github/workflows/mutation.yml) runs twice a week and keeps that folder in its cache.`;

const SET_ASIDE = `Set aside are mutants of what runs once when a module is loaded (constants, tables, schemas): each would take all tests, and
they took more than half of the time. A mutant that changes nothing that anybody can see is set aside by a comment in the code that
says why.`;

/** The text of docs/benchmarks/mutation.md, before the formatter. */
export function mutationPage(results: MutationResults): string {
  return [
    '# Mutants that tests kill',
    INTRO,
    '## Scores',
    [
      '| library | mutants | killed | survived | set aside | score | wanted |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...SUBJECTS.map((subject) => scoreRow(subject, results)),
    ].join('\n'),
    SET_ASIDE,
    '## What is left out',
    [
      '| library | files | why |',
      '| --- | --- | --- |',
      '| all | `src/testing/**` | conformance suites: they are tests |',
      ...SUBJECTS.flatMap(leftOutRows),
    ].join('\n'),
    '',
  ].join('\n\n');
}

function scoreRow({ name, wanted }: Subject, results: MutationResults): string {
  const counts = results[name];
  if (counts === undefined) return `| ${name} | not run | | | | | ${wanted} % |`;
  const { killed, survived, setAside } = counts;
  const score = mutationScore(counts);
  const told = score < wanted ? `**${score} %**, short` : `${score} %`;
  return `| ${name} | ${killed + survived} | ${killed} | ${survived} | ${setAside} | ${told} | ${wanted} % |`;
}

function leftOutRows({ name, leftOut }: Subject): string[] {
  return leftOut.map(({ files, why }) => `| ${name} | ${files.map((glob) => `\`${glob}\``).join(', ')} | ${why} |`);
}
