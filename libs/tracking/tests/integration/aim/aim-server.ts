import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonServer, type TestServer } from '../python-server.ts';

/** A tracking server of Aim's own, in one process, on a free port. */
export interface AimServer extends TestServer {
  readonly url: string;
  /** Runs a Python program with Aim's SDK over the repository (`repo`), and gives the JSON that it prints. */
  python(program: string, ...args: string[]): Promise<unknown>;
}

/** `basePath`: as `aim server --base-path` serves it. */
export async function aimServer(programs: string, dir: string, basePath = ''): Promise<AimServer> {
  const server = await pythonServer({
    // The form of the command line has two processes.
    command: join(programs, 'python'),
    args: (port) =>
      `-m uvicorn --ws-max-size 1073741824 --host 127.0.0.1 --port ${port} --log-level error aim.ext.transport.run:app`.split(
        ' ',
      ),
    env: { __AIM_SERVER_MOUNT_REPO_PATH__: join(dir, '.aim'), __AIM_SERVER_BASE_PATH__: basePath },
    healthPath: `${basePath}/status/`,
  });
  return {
    url: `aim://127.0.0.1:${server.port}${basePath}`,
    start: () => server.start(),
    kill: () => server.kill(),
    async python(program, ...args) {
      const source = `import json, sys\nfrom aim import Repo, Run\nrepo = Repo(${JSON.stringify(dir)})\n${program}`;
      const options = { maxBuffer: 256 * 1024 * 1024 };
      const python = join(programs, 'python');
      const { stdout } = await promisify(execFile)(python, ['-W', 'ignore', '-c', source, ...args], options);
      return JSON.parse(stdout);
    },
  };
}

/** Makes the repository that a server serves. */
export async function initRepo(programs: string, dir: string): Promise<void> {
  await promisify(execFile)(join(programs, 'aim'), ['init', '--repo', dir]);
}
