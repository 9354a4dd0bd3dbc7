/** Runs the file that is its argument with the address of a fresh Aim server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aimServer, initRepo } from '../tests/integration/aim/aim-server.ts';
import { pythonPrograms } from '../tests/integration/python-environment.ts';

const [file = ''] = process.argv.slice(2);
const programs = await pythonPrograms('aim==3.29.1');
if (!programs) throw new Error('Aim needs python3.11, 3.10 or 3.9 with its venv module.');
const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
await initRepo(programs, dir);
const server = await aimServer(programs, dir);
await server.start();
try {
  process.argv.push(server.url);
  await import(pathToFileURL(resolve(file)).href);
} finally {
  await server.kill();
  await rm(dir, { recursive: true, force: true });
}
