import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import { afterAll, expect, it } from '@jest/globals';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { cartwheel, jsonLines, startCartwheel, type Finished } from '../run-cartwheel.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-health-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Far more than are trained: each test ends its run. */
const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '100000000', '--json', '--out', out];
/** Checks run once a second, and have two to answer. */
const FROZEN_MS = 10_000;

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(200);
}

const probe = (kind: string, port: number): Promise<Finished> =>
  cartwheel('probe', `--${kind}`, '--health-port', `${port}`);

describeWithRedis('a trainer with --health-port', (redis) => {
  it('is alive and ready, shows metrics and guards, and leaves with a checkpoint on SIGTERM', async () => {
    const port = await getPort({ host: '127.0.0.1' });
    const { child, finished } = startCartwheel([...train, '--health-port', `${port}`, '--redis', redis().url]);
    await until(async () => (await probe('startup', port)).code === 0);
    expect(await probe('live', port)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^live: yes .*\n$/) });
    await until(async () => (await probe('ready', port)).code === 0);
    const page = (): Promise<string> => fetch(`http://127.0.0.1:${port}/metrics`).then((response) => response.text());
    await until(async () => /^cartwheel_train_loss\{runId="\w+"\} \S+$/m.test(await page()));

    const { code, stdout } = await cartwheel(
      'doctor',
      '--json',
      '--out',
      out,
      '--redis',
      redis().url,
      '--health-url',
      `http://127.0.0.1:${port}`,
    );
    expect(code).toBe(0);
    const lines = Object.fromEntries(jsonLines(stdout).map((line) => [line['name'], line]));
    expect(lines).toMatchObject({
      redis: { status: 'ok', detail: expect.stringMatching(/^7\..*round trip .* ms, maxmemory-policy noeviction/) },
      store: { status: 'ok' },
      trainer: { status: 'ok' },
      guards: { status: 'ok', detail: expect.stringMatching(/alive: .*watch commands/) },
    });

    child.kill('SIGTERM');
    const ended = await finished;
    expect(ended.code).toBe(130);
    const events = jsonLines(ended.stdout);
    const last = events.at(-1)!;
    expect(last).toMatchObject({ event: 'finished', stopReason: expect.stringContaining('SIGTERM') });
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'checkpoint', timesteps: last['timesteps'], weightsHash: last['weightsHash'] }),
    );
    expect((await probe('live', port)).code).toBe(1);
  });

  it('is not ready while Redis is away, and no reason to be restarted', async () => {
    const port = await getPort({ host: '127.0.0.1' });
    const { child, finished } = startCartwheel([...train, '--health-port', `${port}`, '--redis', redis().url]);
    await until(async () => (await probe('ready', port)).code === 0);
    const step = async (): Promise<number> => {
      const text = await fetch(`http://127.0.0.1:${port}/startupz`).then((response) => response.text());
      return Number(/training, (\d+) steps/.exec(text)?.[1]);
    };
    const before = await step();
    process.kill(redis().pid, 'SIGSTOP');
    try {
      await until(async () => (await probe('ready', port)).code === 1);
      const end = performance.now() + FROZEN_MS;
      while (performance.now() < end) {
        expect((await probe('live', port)).code).toBe(0);
        expect((await probe('ready', port)).stdout).toMatch(/broker/);
      }
      expect(await step()).toBeGreaterThan(before);
    } finally {
      process.kill(redis().pid, 'SIGCONT');
    }
    await until(async () => (await probe('ready', port)).code === 0);
    child.kill('SIGTERM');
    expect((await finished).code).toBe(130);
  });
});

it('probe wants one question, and says no where nobody answers', async () => {
  expect(await cartwheel('probe')).toMatchObject({ code: 2, stderr: expect.stringContaining('--live') });
  const port = await getPort({ host: '127.0.0.1' });
  expect(await probe('live', port)).toMatchObject({ code: 1, stdout: expect.stringMatching(/^live: no answer from/) });
});
