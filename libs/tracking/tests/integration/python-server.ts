import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const READY_WITHIN_MS = 120_000;
const POLL_MS = 100;
const START_ATTEMPTS = 3;

/** What can be started and killed. */
export interface TestServer {
  start(): Promise<void>;
  /** SIGKILL to all of it. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** A server in a process group of its own, on a port that stays the same. */
export interface PythonServer extends TestServer {
  readonly port: number;
}

export interface PythonServerOptions {
  command: string;
  args: (port: number) => string[];
  env?: Record<string, string>;
  /** Answers with success once the server is ready. */
  healthPath: string;
}

export async function pythonServer({ command, args, env, healthPath }: PythonServerOptions): Promise<PythonServer> {
  const port = await freePort();
  let child: ChildProcess | undefined;

  async function ready(started: ChildProcess): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await answers(`http://127.0.0.1:${port}${healthPath}`))) {
      if (performance.now() > deadline || started.exitCode !== null) throw new Error(`${command} did not start.`);
      await delay(POLL_MS);
    }
  }

  async function kill(): Promise<void> {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  return {
    port,
    async start() {
      for (let attempt = 1; ; attempt++) {
        child = spawn(command, args(port), { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
        try {
          return await ready(child);
        } catch (error) {
          // The port may be somebody else's for a moment after a kill.
          if (attempt === START_ATTEMPTS) throw error;
          await kill();
        }
      }
    },
    kill,
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
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
