import { writeFileSync } from 'node:fs';
import { recordsIn } from '../read-record.ts';
import { benchPage } from './bench-page.ts';
import { acceptResults, faultsOf, joinResults, parseResults } from './bench-results.ts';
import { ceilingsIn, ratiosIn } from './ratios.ts';

export interface BenchOptions {
  /** Where the suites leave their results, with a slash at its end. */
  folder: URL;
  accept: boolean;
}

/** Joins the results into bench.json and README.md of the folder; gives a line for each ratio that has fallen. */
export function runBench({ folder, accept }: BenchOptions): string[] {
  const read = recordsIn(folder);
  const joined = joinResults(ratiosIn(read), ceilingsIn(read), parseResults(read('bench.json')));
  const results = accept ? acceptResults(joined) : joined;
  writeFileSync(new URL('bench.json', folder), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(new URL('README.md', folder), benchPage(results));
  return faultsOf(results);
}
