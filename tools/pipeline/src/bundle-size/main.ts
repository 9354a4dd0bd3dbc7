/** `npm run size`: measures what libraries add to a bundle and writes docs/benchmarks/size.md; with `--check` it only measures. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RECORDS } from '../read-record.ts';
import { BUDGETS } from './budgets.ts';
import { measureBundle, overBudget, sizePage } from './bundle-size.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

const measured = await Promise.all(BUDGETS.map((budget) => measureBundle(budget, ROOT)));
if (!process.argv.includes('--check')) {
  const page = fileURLToPath(new URL('size.md', RECORDS));
  writeFileSync(page, sizePage(measured));
  execFileSync('npx', ['--no-install', 'oxfmt', page]);
}
const faults = overBudget(measured);
process.stdout.write(faults.length === 0 ? 'Each bundle is within its budget.\n' : `${faults.join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
