import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const READY_WITHIN_MS = 120_000;
const POLL_MS = 100;

/** A tracking server of Aim's own, in one process, on a free port. */
export interface AimServer {
  readonly url: string;
  start(): Promise<void>;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Runs a Python program with Aim's SDK over the repository (`repo`), and gives the JSON that it prints. */
  python(program: string, ...args: string[]): Promise<unknown>;
}

export async function aimServer(programs: string, dir: string): Promise<AimServer> {
  const port = await freePort();
  let process_: ChildProcess | undefined;

  async function ready(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await answers(port))) {
      if (performance.now() > deadline || process_?.exitCode !== null) throw new Error('The Aim server did not start.');
      await delay(POLL_MS);
    }
  }

  return {
    url: `aim://127.0.0.1:${port}`,
    async start() {
      // The form of the command line has two processes, of which a signal reaches one.
      const args = ['-m', 'uvicorn', '--ws-max-size', '1073741824', '--host', '127.0.0.1', '--port', String(port)];
      process_ = spawn(join(programs, 'python'), [...args, '--log-level', 'error', 'aim.ext.transport.run:app'], {
        env: { ...process.env, __AIM_SERVER_MOUNT_REPO_PATH__: join(dir, '.aim') },
        stdio: ['ignore', 'ignore', 'ignore'],
      });
      await ready();
    },
    async kill() {
      if (!process_ || process_.exitCode !== null || process_.signalCode !== null) return;
      const gone = once(process_, 'exit');
      process_.kill('SIGKILL');
      await gone;
    },
    async python(program, ...args) {
      const source = `import json, sys\nfrom aim import Repo, Run\nrepo = Repo(${JSON.stringify(dir)})\n${program}`;
      const { stdout } = await promisify(execFile)(join(programs, 'python'), ['-W', 'ignore', '-c', source, ...args]);
      return JSON.parse(stdout);
    },
  };
}

/** Makes the repository that a server serves. */
export async function initRepo(programs: string, dir: string): Promise<void> {
  await promisify(execFile)(join(programs, 'aim'), ['init', '--repo', dir]);
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/status/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
