// `npm run mutation`: mutates the named libraries, or all, and writes what came of it. docs/benchmarks/mutation.md tells more.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { readRecord, RECORDS } from '../read-record.ts';
import { mutationPage } from './mutation-page.ts';
import {
  countMutants,
  mutationFaults,
  parseMutationResults,
  withResult,
  type MutationResults,
} from './mutation-results.ts';
import { strykerOptions } from './stryker-options.ts';
import { subjectsOf } from './subjects.ts';

const ROOT = new URL('../../../../', import.meta.url);
const RESULTS = 'mutation.json';
const PAGE = 'mutation.md';

// A mutant that few inputs do not find is for the tests that look for it, not for luck.
process.env['CARTWHEEL_FUZZ_RECORDS'] ??= '100';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const subjects = subjectsOf(positionals);
for (const subject of subjects) {
  process.chdir(fileURLToPath(new URL(subject.root, ROOT)));
  const mutants = await new Stryker(strykerOptions(subject, values.only)).runMutationTest();
  // A part has no score; what became of its mutants is kept, and the next run of the whole does not try them again.
  if (values.only !== undefined) continue;
  // Stryker keeps what it once found out of files that are deleted.
  const statuses = mutants.filter(({ fileName }) => existsSync(fileName)).map(({ status }) => status);
  // After each, so that what hours have brought is there when the next one breaks; read again, since another run may have written.
  const results = withResult(recorded(), subject.name, countMutants(statuses));
  writeFileSync(new URL(RESULTS, RECORDS), JSON.stringify(results));
  writeFileSync(new URL(PAGE, RECORDS), mutationPage(results));
}
process.chdir(fileURLToPath(ROOT));
execFileSync('npx', ['--no-install', 'oxfmt', ...[RESULTS, PAGE].map((name) => fileURLToPath(new URL(name, RECORDS)))]);

if (values.only === undefined) tellFaults();

function tellFaults(): void {
  const faults = mutationFaults(subjects, recorded());
  process.stdout.write(faults.length === 0 ? 'Each score is as wanted.\n' : `${faults.join('\n')}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

function recorded(): MutationResults {
  return parseMutationResults(readRecord(RESULTS));
}
