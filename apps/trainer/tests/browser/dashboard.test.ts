import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { axeFaults } from './axe-faults.ts';
import { IN_TIME, serveRuns, type ServedRuns } from './served-runs.ts';

describeInBrowser('cartwheel dashboard', (page) => {
  let served: ServedRuns;
  beforeAll(async () => void (served = await serveRuns()), 180_000);
  afterAll(() => served.close(), 120_000);

  it('shows the run in the table, and its curve as it grows', async () => {
    await page().goto(served.url);
    await page()
      .getByRole('link', { name: served.runId.slice(0, 8) })
      .click(IN_TIME);
    const curve = page().getByRole('img', { name: /^rollout\/ep_rew_mean/ });
    await curve.waitFor(IN_TIME);
    const first = /after \d+ points/.exec((await curve.getAttribute('aria-label')) ?? '')?.[0];
    expect(first).toBeDefined();
    // Points are only added: another number is a higher one.
    await page().locator(`[aria-label^="rollout/ep_rew_mean"]:not([aria-label*="${first}"])`).waitFor(IN_TIME);
  });

  it('says the value under the pointer, in all charts at once', async () => {
    const opened = await served.openRun(page());
    const curve = opened.getByRole('img', { name: /^rollout\/ep_rew_mean/ });
    await curve.hover(IN_TIME);
    await opened
      .getByText(/ at step [\d,]+$/)
      .nth(1)
      .waitFor(IN_TIME);
    expect(await opened.getByText(/ at step [\d,]+$/).count()).toBeGreaterThan(1);
  });

  it('has nothing that axe finds', async () => {
    await page().goto(served.url);
    await page()
      .getByRole('link', { name: served.runId.slice(0, 8) })
      .waitFor(IN_TIME);
    expect(await axeFaults(page())).toEqual([]);
    const run = await served.openRun(page());
    await run.getByRole('button', { name: 'Pause' }).waitFor(IN_TIME);
    expect(await axeFaults(run)).toEqual([]);
  });

  it('says that it lost the server, and that what it shows may be old', async () => {
    const opened = await served.openRun(page());
    served.dashboard.child.kill('SIGINT');
    const warning = opened.getByText(/connection lost.*may be old/);
    await warning.waitFor(IN_TIME);
    expect(await warning.getAttribute('role')).toBe('alert');
  });
});
