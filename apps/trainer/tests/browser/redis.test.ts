import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisBroker } from '@cartwheel/broker/redis';
import type { ExperimentBroker } from '@cartwheel/broker';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { startRedisServer, type RedisServer } from '@cartwheel/dev-services/redis';
import { openRunStore } from '@cartwheel/tracking';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startCartwheel } from '../run-cartwheel.ts';
import { startElsewhere, untilRight } from './run-elsewhere.ts';
import { firstLine, IN_TIME, startDashboard } from './served-runs.ts';

// The suite has its own server, which it kills; this one only says whether there can be one.
describeWithRedis('runs on other machines', () => {
  describeInBrowser('in the page', (page) => {
    let folder: string;
    let redis: RedisServer;
    let broker: ExperimentBroker;
    let served: Awaited<ReturnType<typeof startDashboard>>;
    const settings = { appendonly: true, appendfsync: 'always' } as const;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cartwheel-elsewhere-'));
      redis = await startRedisServer({ ...settings, dir: folder });
      broker = await createRedisBroker({ url: redis.url });
      served = await startDashboard(['--redis', redis.url, '--out', join(folder, 'runs')]);
    });
    afterAll(async () => {
      served.server.child.kill('SIGINT');
      await served.server.finished;
      await broker.close();
      await redis.stop();
      await rm(folder, { recursive: true });
    });

    const chartOf = (points: number) => page().getByRole('img', { name: new RegExp(`after ${points} points`) });

    it('are shown from where their curve begins, and without a gap over a restart of Redis', async () => {
      const { runId, publish } = await startElsewhere(broker);
      // What was before position 50 is no longer in the window.
      await publish(50, 60);
      await page().goto(served.url);
      await page()
        .getByRole('link', { name: runId.slice(0, 8) })
        .click(IN_TIME);
      await chartOf(10).waitFor(IN_TIME);
      await page().getByText('The curves begin at step 5,100').waitFor(IN_TIME);
      await page()
        .getByText(/another-machine/)
        .waitFor(IN_TIME);
      await publish(60, 70);
      await chartOf(20).waitFor(IN_TIME);

      await redis.stop();
      const alert = page().getByText(/No word from the process that trains the run.*redis:\/\/127\.0\.0\.1/);
      await alert.waitFor(IN_TIME);
      redis = await startRedisServer({ ...settings, dir: folder, port: redis.port });
      await publish(70, 80);
      await alert.waitFor({ ...IN_TIME, state: 'detached' });
      await chartOf(30).waitFor(IN_TIME);

      const answer = await page().evaluate<{ curves: { steps: number[] }[] }>(
        `fetch('/api/runs/${runId}/curves').then((answer) => answer.json())`,
      );
      expect(answer.curves[0]?.steps).toEqual(Array.from({ length: 30 }, (_, i) => 5100 + 100 * i));
      expect(
        await page()
          .getByText(/Points are missing/)
          .count(),
      ).toBe(0);
    }, 300_000);

    it('that are trained are steered, and lose no point of their curve over a restart of Redis', async () => {
      const out = join(folder, 'trainer');
      const config = ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '1000000000', '--eval-episodes', '0'];
      const training = startCartwheel(['train', ...config, '--redis', redis.url, '--out', out, '--json']);
      const runId = String((await firstLine(training))['runId']);
      await page().goto(served.url);
      await page()
        .getByRole('link', { name: runId.slice(0, 8) })
        .click(IN_TIME);
      const chart = page().getByRole('img', { name: /^rollout\/ep_rew_mean/ });
      const grown = async (): Promise<void> => {
        const before = /after \d+ points/.exec((await chart.getAttribute('aria-label', IN_TIME)) ?? '')?.[0];
        await page().locator(`[aria-label^="rollout/ep_rew_mean"]:not([aria-label*="${before}"])`).waitFor(IN_TIME);
      };
      await grown();

      await redis.stop();
      const alert = page().getByText(/No word from the process that trains the run/);
      await alert.waitFor(IN_TIME);
      redis = await startRedisServer({ ...settings, dir: folder, port: redis.port });
      await alert.waitFor({ ...IN_TIME, state: 'detached' });
      await grown();

      await page().getByRole('button', { name: 'Stop…' }).click(IN_TIME);
      await page().getByRole('button', { name: 'Stop at once' }).click(IN_TIME);
      await page()
        .getByText(/^stop at once: applied/)
        .waitFor(IN_TIME);
      expect((await training.finished).code).toBe(0);
      await page().locator('.badge.finished').first().waitFor(IN_TIME);

      const store = await openRunStore({ dir: out, readOnly: true });
      const recorded = await store.points(runId, { name: 'rollout/ep_rew_mean' });
      await store.close();
      const last = recorded.at(-1)?.step;
      const steps = await untilRight(
        () =>
          page().evaluate<number[]>(
            `fetch('/api/runs/${runId}/curves?name=rollout/ep_rew_mean&points=20000')
              .then((answer) => answer.json()).then(({ curves }) => curves[0].steps)`,
          ),
        (found) => found.at(-1) === last,
      );
      expect(steps).toEqual(recorded.map(({ step }) => step).filter((step) => step >= (steps[0] ?? 0)));
    }, 300_000);
  });
});
