import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { expect, it } from '@jest/globals';
import { cartwheel, jsonLines, startCartwheel } from '../run-cartwheel.ts';
import { firstLine, IN_TIME } from './served-runs.ts';

describeInBrowser('cartwheel train --dashboard', (page) => {
  it('serves the page of a run that it trains, in a new folder, as long as it trains', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'cartwheel-train-'));
    const config = ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '1000000000', '--eval-episodes', '0'];
    const training = startCartwheel(['train', ...config, '--dashboard', '--out', join(parent, 'new'), '--json']);
    const [text] = (await once(training.child.stdout!, 'data')) as [string];
    const line = jsonLines(text)[0];
    expect(line).toMatchObject({ event: 'listening', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) });
    await page().goto(String(line?.['url']));
    await page()
      .getByRole('link', { name: /^[0-9a-f]{8}$/ })
      .click(IN_TIME);
    await page().getByText('live', { exact: true }).waitFor(IN_TIME);
    await page().getByRole('button', { name: 'Stop…' }).click(IN_TIME);
    await page().getByRole('button', { name: 'Stop at once' }).click(IN_TIME);
    const { code } = await training.finished;
    expect(code).toBe(0);
    await page()
      .getByText(/connection lost/)
      .waitFor(IN_TIME);
    await rm(parent, { recursive: true });
  }, 200_000);
});

describeInBrowser('cartwheel resume and fork --dashboard', (page) => {
  it.each([
    { command: 'resume', where: [], rows: 1 },
    { command: 'fork', where: ['--at', '0'], rows: 2 },
  ])(
    '$command serves the page, where the run goes on live',
    async ({ command, where, rows }) => {
      const out = await mkdtemp(join(tmpdir(), 'cartwheel-go-on-'));
      const config = ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '512', '--eval-episodes', '0'];
      expect((await cartwheel('train', ...config, '--out', out)).code).toBe(0);
      const more = ['latest', ...where, '--steps', '1000000000', '--dashboard', '--out', out, '--json'];
      const training = startCartwheel([command, ...more]);
      await page().goto(String((await firstLine(training))['url']));
      const running = page().locator('.row.run', { has: page().locator('.badge.running') });
      await running.getByRole('link').click(IN_TIME);
      await page().getByText('live', { exact: true }).waitFor(IN_TIME);
      await page().goBack();
      await running.waitFor(IN_TIME);
      expect(await page().locator('.row.run').count()).toBe(rows);
      training.child.kill('SIGINT');
      await training.finished;
      await rm(out, { recursive: true });
    },
    200_000,
  );
});
