/**
 * `npm run api`: writes into docs/api what each package exports. With `--check` it writes nothing, and fails with the
 * difference where docs/api says something else. Both need the declarations of a build.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiReports } from './api-report.ts';
import { publishedPackages } from '../published-packages.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const ACCEPTED = join(ROOT, 'docs/api');

const reports = await apiReports(publishedPackages(ROOT, ['libs', 'apps', 'tools']));
if (process.argv.includes('--check')) {
  const found = mkdtempSync(join(tmpdir(), 'cartwheel-api-'));
  writeReports(found);
  const { status } = spawnSync('git', ['--no-pager', 'diff', '--no-index', ACCEPTED, found], { stdio: 'inherit' });
  rmSync(found, { recursive: true });
  if (status !== 0) {
    process.stdout.write(
      'What the packages export is not what docs/api says. If that is meant, run `npm run api`, commit it, and mark the ' +
        'commit as breaking (`feat!:`) where a program that uses the package would have to change.\n',
    );
    process.exitCode = 1;
  }
} else {
  rmSync(ACCEPTED, { recursive: true, force: true });
  writeReports(ACCEPTED);
}

function writeReports(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of reports) writeFileSync(join(folder, `${name}.md`), text);
}
