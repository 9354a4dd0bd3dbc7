import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { openRunStore } from '@cartwheel/tracking';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { axeFaults } from './axe-faults.ts';
import { faultsIn } from './page-faults.ts';
import { IN_TIME, startDashboard } from './served-runs.ts';

describeInBrowser('learning in the page', (page) => {
  let out: string;
  let served: Awaited<ReturnType<typeof startDashboard>>;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'cartwheel-learn-'));
    await (await openRunStore({ dir: out })).close();
    served = await startDashboard(['--out', out]);
  });
  afterAll(async () => {
    served.server.child.kill('SIGINT');
    await served.server.finished;
    await rm(out, { recursive: true });
  });

  it('learns CartPole in a worker: the curve grows, and the cart balances', async () => {
    const faults = faultsIn(page());
    await page().goto(`${served.url}learn`);
    await page().getByRole('button', { name: 'Learn', exact: true }).click(IN_TIME);
    await page()
      .getByText(/^Learning: /)
      .waitFor(IN_TIME);
    await page()
      .getByText(/^It has learned: 1\d\d,\d\d\d steps in/)
      .waitFor({ timeout: 200_000 });
    const label = await page()
      .getByRole('img', { name: /^rollout\/ep_rew_mean/ })
      .getAttribute('aria-label');
    const [, mean, points] = /ep_rew_mean ([\d.]+) after (\d+) points/.exec(label ?? '') ?? [];
    expect(Number(points)).toBeGreaterThan(10);
    expect(Number(mean)).toBeGreaterThan(100);
    // Its box is as high as it, not as the picture beside it.
    const chart = await page().locator('.chart').boundingBox();
    expect(chart?.height).toBeLessThan(300);
    // What it learned goes on to be shown.
    await page()
      .getByRole('img', { name: /^CartPole, balanced for [2-4]\d\d steps/ })
      .waitFor(IN_TIME);
    expect(await axeFaults(page())).toEqual([]);
    expect(faults()).toEqual([]);
  }, 300_000);

  it('stops when it is told to', async () => {
    await page().goto(`${served.url}learn`);
    await page().getByLabel('Seed').fill('7');
    await page().getByRole('button', { name: 'Learn', exact: true }).click(IN_TIME);
    await page()
      .getByText(/^Learning: [1-9]/)
      .waitFor(IN_TIME);
    await page().getByRole('button', { name: 'Stop' }).click(IN_TIME);
    const end = page().getByText(/^It was stopped: /);
    await end.waitFor(IN_TIME);
    expect(await end.textContent()).not.toContain('100,000');
  });
});
