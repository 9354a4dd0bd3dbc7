// `check-packages.ts FOLDER`: whether each tarball that `npm pack` wrote there resolves, with its types, for who installs it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageProblems } from './package-problems.ts';

const folder = process.argv[2] ?? '.';
for (const name of readdirSync(folder).filter((file) => file.endsWith('.tgz'))) {
  const problems = await packageProblems(new Uint8Array(readFileSync(join(folder, name))));
  process.stdout.write(
    problems.length === 0 ? `ok   ${name}\n` : problems.map((line) => `FAIL ${name}: ${line}\n`).join(''),
  );
  if (problems.length > 0) process.exitCode = 1;
}
