/**
 * Sets the checks beside knip and jscpd: answers on the corpus, and seconds on a generated workspace.
 * Run: `npm run bench:quality`, after `npx nx build nx-quality`; writes docs/benchmarks/quality.md.
 */
import { cpus, tmpdir } from 'node:os';
import { rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scoreCorpus, sumOf, type GroupScores, type Score } from './corpus-scores.ts';
import { writeGeneratedWorkspace } from './generated-workspace.ts';
import { installKnip, KNIP_VERSION } from './knip.ts';
import { isBuilt, measure, medianOf, type Timings } from './timings.ts';

if (!isBuilt()) throw new Error('Expected dist/main.js: run `npx nx build nx-quality` first.');
process.chdir(tmpdir());
const knip = installKnip();
const scores = await scoreCorpus(knip);
const root = writeGeneratedWorkspace();
const timings = measure(root, knip);
rmSync(root, { recursive: true });

const page = fileURLToPath(new URL('../../../docs/benchmarks/quality.md', import.meta.url));
mkdirSync(dirname(page), { recursive: true });
writeFileSync(page, pageOf(scores, timings));
process.stdout.write(pageOf(scores, timings));

function pageOf(groups: readonly GroupScores[], seconds: Timings): string {
  const all = { group: 'all', cases: groups.reduce((sum, { cases }) => sum + cases, 0) };
  const total = { ...all, ours: sumOf(groups.map(({ ours }) => ours)), knip: sumOf(groups.map((row) => row.knip)) };
  return `# nx-quality beside knip and jscpd

Written by \`npm run bench:quality\`. Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}.

## Answers

[The corpus](../../tools/nx-quality/tests/corpus/index.ts) has ${total.cases} small workspaces, each with what is dead in it, decided by
hand. Recall: how much of that a tool reports. False alarms: how much of what it reports is not dead. knip ${KNIP_VERSION} is run with
\`--include-entry-exports\`, on the same files. The corpus grew with nx-quality, case by case, from what it got wrong: its
own figures say that nothing has broken, those of knip what a workspace gets from it without settings. knip does not look for
dead tests, and for code that only tests use only in a mode of its own, \`--production\`.

| group | cases | dead | recall | false alarms | knip's recall | knip's false alarms |
| --- | --: | --: | --: | --: | --: | --: |
${[...groups, total].map(rowOf).join('\n')}

## Seconds

A generated workspace of 300 files and 24,000 lines, no daemon, medians of five rounds in turn.

| command | median s | beside |
| --- | --: | --- |
${Object.entries(seconds)
  .map(([name, values]) => timeRow(name, values, seconds))
  .join('\n')}
`;
}

function rowOf({ group, cases, ours, knip: theirs }: GroupScores): string {
  return `| ${[group, cases, ours.expected, recallOf(ours), alarmsOf(ours), recallOf(theirs), alarmsOf(theirs)].join(' | ')} |`;
}

function recallOf({ found, expected }: Score): string {
  return expected === 0 ? '–' : `${((100 * found) / expected).toFixed(1)} %`;
}

function alarmsOf({ falseAlarms, reported }: Score): string {
  return reported === 0 ? '0 of 0' : `${((100 * falseAlarms) / reported).toFixed(1)} % (${falseAlarms} of ${reported})`;
}

function differenceOf(seconds: number): string {
  return `${Math.abs(seconds).toFixed(2)} s ${seconds < 0 ? 'less' : 'more'}`;
}

function timeRow(name: string, values: readonly number[], seconds: Timings): string {
  const median = medianOf(values);
  const peer = name.startsWith('dead-code') ? 'knip' : name.startsWith('duplicates') ? 'jscpd' : undefined;
  const other = peer === undefined ? undefined : medianOf(seconds[peer] ?? []);
  const ratio = other === undefined ? '' : `${(median / other).toFixed(2)} × ${peer}, ${differenceOf(median - other)}`;
  return `| ${name} | ${median.toFixed(2)} | ${ratio} |`;
}
