import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DevServiceError, messageOf } from '../../dev-service-error.ts';
import type { Program } from '../../services/part.ts';
import { withLock } from '../../state/with-lock.ts';
import { ask, command } from '../command.ts';
import type { EngineContext } from '../engine.ts';

type PythonProgram = Extract<Program, { kind: 'python' }>;

const INSTALL_TIMEOUT_MS = 600_000;

/**
 * The folder of a virtual environment that holds the package; made once, then found in the cache.
 *
 * @throws DevServiceError `ENGINE_FAILED` when there is no fitting Python, or pip fails
 */
export async function pythonEnvironment(program: PythonProgram, { cache, say }: EngineContext): Promise<string> {
  const python = await findPython(program);
  const folder = join(cache, 'python', `${program.requirement.replace('==', '-')}-${python}`);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  return withLock(`${folder}.making`, async () => {
    if (existsSync(complete)) return folder;
    say(`${program.name}: makes a virtual environment with ${program.requirement} (about a minute)`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(cache, 'python'), { recursive: true });
    await install(python, folder, program.requirement);
    await writeFile(complete, '');
    return folder;
  });
}

async function install(python: string, folder: string, requirement: string): Promise<void> {
  try {
    await command(python, ['-m', 'venv', folder]);
  } catch (error) {
    const why = `${python} makes no virtual environment (${messageOf(error)}). Install \`apt-get install python3-venv\`.`;
    throw new DevServiceError('ENGINE_FAILED', why, { cause: error });
  }
  await command(pythonIn(folder), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement], {
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
}

/** The interpreter of an environment. */
function pythonIn(environment: string): string {
  return join(environment, 'bin', 'python');
}

/** Where an environment keeps its packages. */
export function sitePackages(environment: string): Promise<string> {
  return command(pythonIn(environment), ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']);
}

/** A shim of that name may be there and yet run nothing, so each is asked. */
async function findPython({ name, minors }: PythonProgram): Promise<string> {
  for (const minor of minors) {
    if ((await ask(`python3.${minor}`, ['--version'])).ok) return `python3.${minor}`;
  }
  throw new DevServiceError(
    'ENGINE_FAILED',
    `${name} needs one of ${minors.map((minor) => `python3.${minor}`).join(', ')}, and none is in PATH. ` +
      'Install `apt-get install python3 python3-venv`.',
  );
}
