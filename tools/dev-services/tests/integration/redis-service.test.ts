import { once } from 'node:events';
import { createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../../src/index.ts';
import { askRedis, shutDownRedis } from './redis-commands.ts';
import { servicesCommand, type ServicesCommand } from './services-command.ts';

/** Docker is not tried: where its daemon runs, it takes the same way as Podman. */
const engines = ['podman', 'local'];

async function settingsOf({ settingsFile }: ServicesCommand): Promise<Settings> {
  return JSON.parse(await readFile(settingsFile, 'utf8')) as Settings;
}

async function redisUrl(services: ServicesCommand): Promise<string> {
  return `redis://127.0.0.1:${(await settingsOf(services)).redis.port}`;
}

/** Which server answers: it changes with every start. */
async function runId(url: string): Promise<string | undefined> {
  return /run_id:(\w+)/.exec(await askRedis(url, 'INFO server'))?.[1];
}

describe.each(engines)('Redis by %s', (engine) => {
  it('is ready after up, is left alone by a second, and is gone after down', async () => {
    await using services = await servicesCommand();
    const url = await redisUrl(services);
    const first = await services.run('up', 'redis', '--engine', engine);
    expect(first).toMatchObject({ code: 0, rows: [{ service: 'redis', engine, started: true, urls: [url] }] });
    expect(await askRedis(url, 'PING')).toBe('+PONG\r\n');
    const second = await services.run('up', 'redis');
    expect(second).toMatchObject({ code: 0, rows: [{ service: 'redis', engine, started: false, urls: [url] }] });
    expect((await services.run('status', 'redis')).rows).toEqual([
      { part: 'redis', url, engine, state: 'ready', engines: expect.arrayContaining([engine]) },
    ]);
    expect((await services.run('logs', 'redis')).rows).toEqual([
      { part: 'redis', text: expect.stringContaining('Ready to accept connections') },
    ]);
    expect((await services.run('down', 'redis')).rows).toEqual([{ service: 'redis', stopped: true }]);
    expect((await services.run('down', 'redis')).rows).toEqual([{ service: 'redis', stopped: false }]);
    await expect(askRedis(url, 'PING')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('keeps its data from one up to the next, until down --volumes', async () => {
    await using services = await servicesCommand();
    const url = await redisUrl(services);
    await services.run('up', 'redis', '--engine', engine);
    expect(await askRedis(url, 'SET key kept')).toBe('+OK\r\n');
    await services.run('down', 'redis');
    await services.run('up', 'redis', '--engine', engine);
    expect(await askRedis(url, 'GET key')).toBe('$4\r\nkept\r\n');
    await services.run('down', 'redis', '--volumes');
    await services.run('up', 'redis', '--engine', engine);
    expect(await askRedis(url, 'GET key')).toBe('$-1\r\n');
  });

  it('is one instance on one port after 20 at once', async () => {
    await using services = await servicesCommand();
    const url = await redisUrl(services);
    const all = await Promise.all(Array.from({ length: 20 }, () => services.run('up', 'redis', '--engine', engine)));
    expect(all.map(({ code }) => code)).toEqual(all.map(() => 0));
    expect(new Set(all.map(({ rows }) => String(rows[0]?.['urls'])))).toEqual(new Set([url]));
    expect(all.filter(({ rows }) => rows[0]?.['started'] === true)).toHaveLength(1);
  });

  it('leaves no orphan when up is killed with −9 while it starts: the next up has the only one', async () => {
    await using services = await servicesCommand();
    const url = await redisUrl(services);
    const killed = services.start('up', 'redis', '--engine', engine);
    await once(killed.stderr!, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(await services.run('up', 'redis', '--engine', engine)).toMatchObject({ code: 0 });
    const running = await runId(url);
    expect(await services.run('up', 'redis')).toMatchObject({ code: 0, rows: [{ started: false }] });
    expect(await runId(url)).toBe(running);
    await services.run('down', 'redis');
    await expect(askRedis(url, 'PING')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('is started again when it was killed', async () => {
    await using services = await servicesCommand();
    const url = await redisUrl(services);
    await services.run('up', 'redis', '--engine', engine);
    await shutDownRedis(url);
    expect((await services.run('status', 'redis')).rows).toMatchObject([{ state: 'stopped' }]);
    expect(await services.run('up', 'redis')).toMatchObject({ code: 0, rows: [{ started: true }] });
    expect(await askRedis(url, 'PING')).toBe('+PONG\r\n');
  });
});

describe('up that cannot', () => {
  it('says that another program has the port', async () => {
    await using services = await servicesCommand();
    const { port } = (await settingsOf(services)).redis;
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { code, stderr } = await services.run('up', 'redis');
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`PORT_TAKEN: .*${port}.*another program`));
  });

  it('names each engine, why it was passed over and what to install', async () => {
    await using services = await servicesCommand({ PATH: '/nowhere' });
    const { code, stderr } = await services.run('up', 'redis');
    expect(code).toBe(1);
    expect(stderr).toMatch(/NO_ENGINE: .*redis:\n {2}podman: no podman in PATH.*apt-get install podman/);
    expect(stderr).toMatch(/\n {2}docker: no docker in PATH.*Install Docker/);
    expect(stderr).toMatch(/\n {2}local: no redis-server in PATH.*apt-get install redis-server/);
  });

  it('falls to the next engine, and says why', async () => {
    await using services = await servicesCommand({ CONTAINERS_CONF: '/nowhere' });
    const { code, rows } = await services.run('up', 'redis');
    expect(code).toBe(0);
    expect(rows).toMatchObject([{ engine: expect.stringMatching(/docker|local/) }]);
    expect(rows[0]?.['passedOver']).toContainEqual({
      engine: 'podman',
      why: expect.stringMatching(/installed but does not work \(.+\)\. Install it with/),
    });
  });
});
