import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DevServiceError } from '../../dev-service-error.ts';
import type { Program } from '../../services/part.ts';
import { command } from '../command.ts';
import type { EngineContext } from '../engine.ts';
import { pythonEnvironment, sitePackages } from '../local/python-environment.ts';
import { programInPath } from '../program-in-path.ts';

type PythonProgram = Extract<Program, { kind: 'python' }>;

/** The minor version of Python 3 in each Debian; the wheels are for that one. */
const PYTHON_OF_DEBIAN: Record<string, number> = { bookworm: 11, trixie: 13 };

const BOOTSTRAP_TIMEOUT_MS = 300_000;

/** The file system of an image: a minimal Debian with its Python, and the packages of a virtual environment, as a tar archive. */
export async function makePythonRoot(program: PythonProgram, context: EngineContext): Promise<string> {
  const debian = await debianHere();
  const minor = PYTHON_OF_DEBIAN[debian ?? ''];
  if (debian === undefined || minor === undefined || !programInPath('mmdebstrap')) {
    throw new DevServiceError(
      'ENGINE_FAILED',
      `making one needs Debian ${Object.keys(PYTHON_OF_DEBIAN).join(' or ')} with mmdebstrap: \`apt-get install mmdebstrap\``,
    );
  }
  const environment = await pythonEnvironment({ ...program, minors: [minor] }, context);
  const root = await debianRoot(debian, context);
  return withPackages(root, await sitePackages(environment), program, context);
}

async function debianHere(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  return /^VERSION_CODENAME=(\w+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1];
}

/** Kept for the next service. */
async function debianRoot(debian: string, { cache, say }: EngineContext): Promise<string> {
  const root = join(cache, `debian-${debian}-python.tar`);
  if (existsSync(root)) return root;
  say(`makes a minimal Debian ${debian} with Python (about a minute)`);
  const unfinished = `${root}.${process.pid}.tar`;
  await command('mmdebstrap', ['--quiet', '--variant=minbase', '--include=python3', debian, unfinished], {
    timeoutMs: BOOTSTRAP_TIMEOUT_MS,
  });
  await rename(unfinished, root);
  return root;
}

const PACKAGES = '/opt/site-packages';

/** Adds the packages and their commands; its child processes find the packages by PYTHONPATH. */
async function withPackages(
  root: string,
  packages: string,
  { name, commands }: PythonProgram,
  { cache }: EngineContext,
): Promise<string> {
  const folder = await mkdtemp(join(cache, `${name}-command-`));
  try {
    await mkdir(join(folder, 'usr/local/bin'), { recursive: true });
    for (const [file, entryPoint] of Object.entries(commands)) {
      await writeFile(join(folder, 'usr/local/bin', file), commandScript(entryPoint), { mode: 0o755 });
    }
    const added = join(folder, 'packages.tar');
    // Files alone: the folder is in Debian's archive too, and Podman takes no archive that has a path twice.
    await command('tar', [
      '--format=gnu',
      '-cf',
      added,
      '-C',
      folder,
      ...Object.keys(commands).map((file) => join('usr/local/bin', file)),
      '-C',
      packages,
      '--transform',
      `s,^\\.,${PACKAGES.slice(1)},S`,
      '.',
    ]);
    const whole = join(cache, `${name}-root.tar`);
    await command('cp', [root, whole]);
    // Joined, not appended to: that would be in the first archive's format, which is too narrow for Aim's long names.
    await command('tar', ['--concatenate', '--file', whole, added]);
    return whole;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function commandScript(entryPoint: string): string {
  const [module, main] = entryPoint.split(':');
  return `#!/usr/bin/python3
import os, sys
os.environ['PYTHONPATH'] = '${PACKAGES}'
sys.path.insert(0, '${PACKAGES}')
from ${module} import ${main} as main
sys.exit(main())
`;
}
