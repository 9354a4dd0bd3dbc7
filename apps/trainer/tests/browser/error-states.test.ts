import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { axeFaults } from './axe-faults.ts';
import { IN_TIME, startDashboard } from './served-runs.ts';

const UNKNOWN = 'f'.repeat(24);

describeInBrowser('where there is nothing to show', (page) => {
  let out: string;
  let served: Awaited<ReturnType<typeof startDashboard>>;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'cartwheel-nothing-'));
    served = await startDashboard(['--out', out]);
  });
  afterAll(() => rm(out, { recursive: true }));

  it.each([
    ['no runs', '', 'Runs', /^No runs yet/],
    ['no such run', `runs/${UNKNOWN}`, 'Run ffffffff', /no such run/],
    ['no such run to watch', `runs/${UNKNOWN}/play`, 'Run ffffffff', /no such run/],
    ['none of the runs to compare', `compare/${UNKNOWN}`, 'Compare 1 run', /None of them is left/],
    ['no such page', 'nonsense', 'There is no such page', /old address/],
  ])(
    '%s: says so, and leads on',
    async (_what, path, title, text) => {
      await page().setViewportSize({ width: 400, height: 800 });
      await page().goto(`${served.url}${path}`);
      await page().getByRole('heading', { level: 1, name: title, exact: true }).waitFor(IN_TIME);
      await page().getByText(text).waitFor(IN_TIME);
      expect(await axeFaults(page())).toEqual([]);
      expect(await page().evaluate<number>('document.documentElement.scrollWidth')).toBe(400);
      if (path !== '') await page().getByRole('link', { name: 'All runs' }).click(IN_TIME);
      await page().getByRole('heading', { level: 1, name: 'Runs', exact: true }).waitFor(IN_TIME);
    },
    150_000,
  );

  it('keeps what it has when the server goes, and says so on pages that it cannot load', async () => {
    await page().goto(served.url);
    await page()
      .getByText(/^No runs yet/)
      .waitFor(IN_TIME);
    served.server.child.kill('SIGINT');
    await served.server.finished;
    await page()
      .getByRole('alert')
      .getByText(/server does not answer/)
      .waitFor(IN_TIME);
    await page().getByRole('link', { name: 'Learn here' }).click(IN_TIME);
    await page().getByRole('heading', { name: 'This page cannot be shown' }).waitFor(IN_TIME);
    await page()
      .getByText(/server does not answer/)
      .waitFor(IN_TIME);
    expect(await axeFaults(page())).toEqual([]);
    await page().getByRole('link', { name: 'All runs' }).click(IN_TIME);
    await page().getByRole('heading', { level: 1, name: 'Runs', exact: true }).waitFor(IN_TIME);
  });
});
