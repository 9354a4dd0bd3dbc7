import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where `@cartwheel/dev-services` keeps its virtual environments, too: either makes them for both. */
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cartwheel-services', 'python');

/** Minor versions of Python 3 for which Aim has wheels, the best first. */
const MINORS = [11, 10, 9];

/**
 * The folder of the programs of a virtual environment that holds `requirement`, made once and then found in the cache
 * (about a minute); null where no fitting Python is installed.
 */
export async function pythonPrograms(requirement: string): Promise<string | null> {
  const python = await findPython();
  if (!python) return null;
  const folder = join(CACHE, `${requirement.replace('==', '-')}-${python}`);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(CACHE, { recursive: true });
    await run(python, ['-m', 'venv', folder]);
    await run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', requirement]);
    await writeFile(complete, '');
  }
  return join(folder, 'bin');
}

async function findPython(): Promise<string | undefined> {
  for (const minor of MINORS) {
    const name = `python3.${minor}`;
    // A shim of that name may be there and yet run nothing.
    const works = await run(name, ['-m', 'venv', '--help']).then(
      () => true,
      () => false,
    );
    if (works) return name;
  }
  return undefined;
}
