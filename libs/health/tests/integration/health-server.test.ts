import { afterEach, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createHealthMonitor } from '../../src/health-monitor.ts';
import { probe } from '../../src/probe.ts';
import { startHealthServer } from '../../src/server/start-health-server.ts';

let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
});

const onError = (error: Error): void => {
  throw error;
};

/** Starts the process that blocks, and gives its server's address. */
async function startBlocked(): Promise<string> {
  const entry = fileURLToPath(new URL('./start-blocked.ts', import.meta.url));
  const flags = ['-C', '@cartwheel/source', '--import', 'tsx', entry];
  child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(createInterface({ input: child.stdout! }), 'line');
  return String(url);
}

interface Sample {
  readonly ms: number;
  readonly status: number;
  readonly body: { readonly status: string; readonly heartbeatAgeMs: number };
}

async function ask(url: string): Promise<Sample> {
  const startedAt = performance.now();
  const response = await fetch(url);
  const body = await response.json();
  return { ms: performance.now() - startedAt, status: response.status, body: body as Sample['body'] };
}

it('answers within 50 ms while the main loop is blocked for 10 s, and says so', async () => {
  const url = await startBlocked();
  const samples: Sample[] = [];
  do {
    samples.push(await ask(`${url}/livez`));
    await pause(100);
  } while (samples.at(-1)!.body.heartbeatAgeMs < 9_000);
  expect(samples.every(({ status }) => status === 200)).toBe(true);
  expect(samples.filter(({ body }) => body.heartbeatAgeMs > 1_000).every(({ body }) => body.status === 'blocked')).toBe(
    true,
  );
  expect(samples.at(-1)!.body.status).toBe('blocked');
  // The median: where more processes than cores want to run, single answers wait for the asking side.
  const sorted = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(50);

  expect(await probe(url, 'live')).toMatchObject({ exitCode: 0, line: expect.stringContaining('"blocked"') });
  expect(await probe(url, 'ready')).toMatchObject({ exitCode: 1, line: expect.stringContaining('status 503') });

  // Once the loop runs again it is ready, and it ends on a signal with the port free.
  while ((await probe(url, 'ready')).exitCode !== 0) await pause(100);
  const exit = once(child!, 'exit');
  child!.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  expect(await probe(url, 'live')).toMatchObject({ exitCode: 1 });
});

it('says that it is not ready while a service is away, and is alive all the time', async () => {
  let ok = false;
  const monitor = createHealthMonitor([{ name: 'redis', run: () => ({ ok, detail: 'asked' }) }]);
  const metrics = () => ({ contentType: 'text/plain; version=0.0.4', text: 'a 1\n' });
  await using server = await startHealthServer({ monitor, checkEveryMs: 20, metrics, onError });
  expect(await probe(server.url, 'ready')).toMatchObject({ exitCode: 1, line: expect.stringContaining('"redis"') });
  expect(await probe(server.url, 'live')).toMatchObject({ exitCode: 0 });
  expect(await probe(server.url, 'startup')).toMatchObject({ exitCode: 0 });
  ok = true;
  while ((await probe(server.url, 'ready')).exitCode !== 0) await pause(20);
  const page = await fetch(`${server.url}/metrics`);
  expect([await page.text(), page.headers.get('content-type')]).toEqual(['a 1\n', 'text/plain; version=0.0.4']);
  expect((await fetch(`${server.url}/livez`, { method: 'POST' })).status).toBe(405);
});

it('refuses a port that is taken, and frees its own', async () => {
  const monitor = createHealthMonitor([]);
  const first = await startHealthServer({ monitor, onError });
  const again = startHealthServer({ monitor, port: first.port, onError });
  await expect(again).rejects.toMatchObject({
    code: 'health/listen-failed',
    message: expect.stringContaining('EADDRINUSE'),
  });
  await first.close();
  const second = await startHealthServer({ monitor, port: first.port, onError });
  expect(second.port).toBe(first.port);
  await second.close();
});
