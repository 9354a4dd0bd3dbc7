import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { jsonLines, startCartwheel } from '../run-cartwheel.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const IN_TIME = { timeout: 60_000 };

describeInBrowser('cartwheel dashboard', (page) => {
  let out: string;
  let url: string;
  let training: ReturnType<typeof startCartwheel>;
  let dashboard: ReturnType<typeof startCartwheel>;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'cartwheel-dashboard-'));
    const config = ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '2000000', '--eval-episodes', '0'];
    training = startCartwheel(['train', ...config, '--out', out, '--json']);
    while (!existsSync(join(out, 'cartwheel.db')) && training.child.exitCode === null) await wait(50);
    dashboard = startCartwheel(['dashboard', '--out', out, '--json']);
    const [line] = (await once(dashboard.child.stdout ?? dashboard.child, 'data')) as [string];
    url = String(jsonLines(line)[0]?.['url']);
  }, 180_000);

  afterAll(async () => {
    training.child.kill('SIGINT');
    dashboard.child.kill('SIGINT');
    await Promise.all([training.finished, dashboard.finished]);
    await rm(out, { recursive: true, force: true });
  }, 120_000);

  const openRun = async (): Promise<Page> => {
    await page().goto(url);
    await page()
      .getByRole('link', { name: /^[0-9a-f]{8}$/ })
      .click(IN_TIME);
    await page().getByText('live', { exact: true }).waitFor(IN_TIME);
    return page();
  };

  it('shows the run in the table, and its curve as it grows', async () => {
    const opened = await openRun();
    const curve = opened.getByRole('img', { name: /^rollout\/ep_rew_mean/ });
    await curve.waitFor(IN_TIME);
    const first = /after \d+ points/.exec((await curve.getAttribute('aria-label')) ?? '')?.[0];
    expect(first).toBeDefined();
    // Points are only added: another number is a higher one.
    await opened.locator(`[aria-label^="rollout/ep_rew_mean"]:not([aria-label*="${first}"])`).waitFor(IN_TIME);
  }, 150_000);

  it.each(['light', 'dark'] as const)(
    'has nothing that axe finds, in %s',
    async (colorScheme) => {
      await page().emulateMedia({ colorScheme });
      await page().goto(url);
      await page()
        .getByRole('link', { name: /^[0-9a-f]{8}$/ })
        .waitFor(IN_TIME);
      expect(await faultsOf(page())).toEqual([]);
      expect(await faultsOf(await openRun())).toEqual([]);
    },
    150_000,
  );

  it('says that it lost the server, and that what it shows may be old', async () => {
    const opened = await openRun();
    dashboard.child.kill('SIGINT');
    const warning = opened.getByText(/connection lost.*may be old/);
    await warning.waitFor(IN_TIME);
    expect(await warning.getAttribute('role')).toBe('alert');
  }, 150_000);
});

/** What people with a screen reader or weak eyes cannot use: rule and place. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  );
}
