import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createRedisBroker } from '@cartwheel/broker/redis';
import { describeWithRedis, describeWithService } from '@cartwheel/dev-services/jest';
import * as z from 'zod';
import { cartwheel, jsonLines } from '../run-cartwheel.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-trackers-'));
const out = join(folder, 'runs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TIMEOUT_MS = 120_000;
const train = [
  'train',
  '--env',
  'CartPole-v1',
  '--algo',
  'ppo',
  '--steps',
  '2048',
  '--eval-episodes',
  '1',
  '--out',
  out,
];

/** As Aim's own page gets it. */
const runInfo = z.object({
  params: z.object({ hparams: z.record(z.string(), z.unknown()) }),
  traces: z.object({ metric: z.array(z.object({ name: z.string() })) }),
  props: z.object({ active: z.boolean(), experiment: z.object({ name: z.string() }) }),
});

/** The page knows a run once its indexer has seen it, seconds later. */
async function readFromAim(uiUrl: string, runId: string): Promise<z.output<typeof runInfo>> {
  for (;;) {
    const response = await fetch(`${uiUrl}/api/runs/${runId}/info/`);
    const read = runInfo.safeParse(response.ok ? await response.json() : undefined);
    if (read.success && !read.data.props.active) return read.data;
    await delay(500);
  }
}

describeWithRedis('the smoke run', (redis) => {
  describeWithService(
    'with Aim',
    'aim',
    (aim) => {
      it(
        'moves the counters in Redis, and is in Aim',
        async () => {
          const args = ['smoke', '--json', '--redis', redis().url, '--aim', aim().url];
          const { code, stdout } = await cartwheel(...args);
          const lines = jsonLines(stdout);
          expect({ code, failed: lines.filter(({ ok }) => ok === false) }).toEqual({ code: 0, failed: [] });
          const runId = String(lines.at(-1)?.['runId']);
          await using broker = await createRedisBroker({ url: redis().url });
          expect(await broker.read(runId)).toMatchObject({ status: 'finished', progress: { timesteps: 20 } });
          const run = await readFromAim(aim().uiUrl ?? '', runId);
          expect(run).toMatchObject({ params: { hparams: { nSteps: 10 } }, props: { experiment: { name: 'smoke' } } });
          expect(run.traces.metric.map(({ name }) => name)).toContain('rollout/ep_rew_mean');
        },
        TIMEOUT_MS,
      );
    },
    { engine: 'local' },
  );
});

describe('a tracker that is away', () => {
  it(
    'holds nothing up, is told of, and gets the run by sync',
    async () => {
      const away = await cartwheel(
        ...train,
        '--json',
        '--aim',
        'aim://127.0.0.1:9',
        '--tensorboard',
        join(folder, 'logs'),
      );
      expect(away.code).toBe(0);
      expect(away.stderr).toContain('cartwheel sync');
      const shown = jsonLines((await cartwheel('runs', 'show', 'latest', '--json', '--out', out)).stdout)[0];
      expect(shown?.['trackers']).toMatchObject([
        {
          tracker: 'aim aim://127.0.0.1:9',
          pending: expect.any(Number),
          error: expect.stringContaining('127.0.0.1:9'),
        },
        { tracker: `tensorboard ${join(folder, 'logs')}`, pending: 0, error: null },
      ]);
      expect(readdirSync(join(folder, 'logs', 'default'))).toEqual([shown?.['runId']]);
      const synced = await cartwheel('sync', 'latest', '--json', '--out', out, '--tensorboard', join(folder, 'others'));
      expect(synced.code).toBe(1);
      expect(jsonLines(synced.stdout)).toMatchObject([
        { event: 'synced', tracker: `tensorboard ${join(folder, 'others')}`, pending: 0, error: null },
        { event: 'synced', tracker: 'aim aim://127.0.0.1:9', delivered: 0, error: expect.any(String) },
        { event: 'synced', tracker: `tensorboard ${join(folder, 'logs')}`, delivered: 0, pending: 0, error: null },
      ]);
    },
    TIMEOUT_MS,
  );

  it('that is none is refused before training', async () => {
    const { code, stderr } = await cartwheel(...train, '--mlflow', 'localhost:5000');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('http://HOST:PORT') });
  });
});
