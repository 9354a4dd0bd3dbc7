import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { describeWithRedis, startRedisServer } from '../../src/jest/index.ts';

async function ask(port: number, command: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    socket.write(`${command}\r\n`);
    const [reply] = (await once(socket, 'data')) as [Buffer];
    return reply.toString();
  } finally {
    socket.destroy();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A server that another process started. */
interface Elsewhere {
  starter: ChildProcess;
  pid: number;
  dir: string;
}

/** The end of a process that is no child of this one gives no event. */
async function untilGone({ pid, dir }: Elsewhere): Promise<void> {
  while (isAlive(pid) || existsSync(dir)) await delay(20);
}

describeWithRedis('startRedisServer', (redis) => {
  it('gives a server that answers on its port, keeps nothing on disk, and is the process it says', async () => {
    const { port, pid, url } = redis();
    expect(url).toBe(`redis://127.0.0.1:${port}`);
    expect(await ask(port, 'PING')).toBe('+PONG\r\n');
    expect(await ask(port, 'CONFIG GET appendonly')).toContain('no');
    expect(await ask(port, 'CONFIG GET save')).toMatch(/\$0\r\n\r\n$/);
    expect(await ask(port, 'INFO server')).toContain(`process_id:${pid}\r\n`);
  });

  it('starts several side by side, each on a port of its own', async () => {
    await using other = await startRedisServer();
    expect(other.port).not.toBe(redis().port);
  });

  it('is gone with its folder after stop, even when it was frozen; a second stop does nothing', async () => {
    const server = await startRedisServer();
    process.kill(server.pid, 'SIGSTOP');
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(server.dir)).toBe(false);
    await server.stop();
  });

  it('keeps data in a given folder from one server to the next on the same port', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'cartwheel-kept-'));
    try {
      const durable = { appendonly: true, appendfsync: 'always', dir } as const;
      const first = await startRedisServer(durable);
      expect(await ask(first.port, 'SET key kept')).toBe('+OK\r\n');
      await first.stop();
      await using second = await startRedisServer({ ...durable, port: first.port });
      expect(await ask(second.port, 'GET key')).toContain('kept');
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  it('says why a server did not start', async () => {
    const wrong = startRedisServer({ args: ['--no-such-setting', '1'], port: redis().port });
    await expect(wrong).rejects.toThrow(/no-such-setting/);
  });

  it('is gone with its folder when the process that started it is killed', async () => {
    const server = await startElsewhere([]);
    expect(isAlive(server.pid)).toBe(true);
    server.starter.kill('SIGKILL');
    await untilGone(server);
  });

  it('does not hold open the process that started it', async () => {
    const server = await startElsewhere(['--no-wait']);
    if (server.starter.exitCode === null) await once(server.starter, 'exit');
    expect(server.starter.exitCode).toBe(0);
    await untilGone(server);
  });
});

async function startElsewhere(args: readonly string[]): Promise<Elsewhere> {
  const script = fileURLToPath(new URL('./start-and-wait.ts', import.meta.url));
  const starter = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(starter.stdout, 'data')) as [Buffer];
  return { starter, ...(JSON.parse(line.toString()) as { pid: number; dir: string }) };
}
