import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { aimServer, initRepo, type AimServer } from './aim-server.ts';
import { pythonPrograms } from './python-environment.ts';

/** The first start may make a virtual environment. */
const START_TIMEOUT_MS = 600_000;

const python = await pythonPrograms('aim==3.29.1');

/**
 * A `describe` whose tests share an Aim server, gone after the last. Without Python 3.9 to 3.11 they are skipped with a
 * line that says so.
 */
export function describeWithAim(name: string, define: (aim: () => AimServer) => void): void {
  const suite = python ? describe : describe.skip;
  if (!python) process.stderr.write(`Skipped "${name}": Aim needs python3.11, 3.10 or 3.9 with its venv module.\n`);
  suite(name, () => {
    let dir = '';
    let server: AimServer | undefined;
    beforeAll(async () => {
      if (!python) return;
      dir = await mkdtemp(join(tmpdir(), 'cartwheel-aim-'));
      await initRepo(python, dir);
      server = await aimServer(python, dir);
      await server.start();
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await server?.kill();
      await rm(dir, { recursive: true, force: true });
    });
    define(() => server ?? notRunning());
  });
}

function notRunning(): never {
  throw new Error('Aim runs only during the tests: call aim() inside a hook or a test.');
}
