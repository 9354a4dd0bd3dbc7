import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { pythonPrograms } from './python-environment.ts';
import type { TestServer } from './python-server.ts';

/** The first start may make a virtual environment. */
const START_TIMEOUT_MS = 600_000;

export interface DescribeWithServerOptions<Server extends TestServer> {
  /** The Python package: `aim==3.29.1`. */
  requirement: string;
  /** Makes it, not yet started; `programs` is where the package's programs are, `dir` an empty folder. */
  create: (programs: string, dir: string) => Promise<Server>;
}

/**
 * A `describe` whose tests share a server, gone after the last. Without Python 3.9 to 3.11 they are skipped with a line
 * that says so; where `CI=true` they fail.
 */
export async function describeWithServer<Server extends TestServer>(
  name: string,
  { requirement, create }: DescribeWithServerOptions<Server>,
  define: (server: () => Server) => void,
): Promise<void> {
  const programs = await pythonPrograms(requirement);
  const isRequired = process.env['CI'] === 'true';
  const suite = programs || isRequired ? describe : describe.skip;
  if (suite === describe.skip) {
    process.stderr.write(`Skipped "${name}": ${requirement} needs python3.11, 3.10 or 3.9 with its venv module.\n`);
  }
  suite(name, () => {
    let dir = '';
    let server: Server | undefined;
    beforeAll(async () => {
      if (!programs) throw new Error(`${requirement} needs python3.11, 3.10 or 3.9 with its venv module.`);
      dir = await mkdtemp(join(tmpdir(), 'cartwheel-server-'));
      server = await create(programs, dir);
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
  throw new Error('The server runs only during the tests: ask for it inside a hook or a test.');
}
