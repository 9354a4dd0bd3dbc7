import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { expect, it } from '@jest/globals';
import { jsonLines, startCartwheel } from '../run-cartwheel.ts';
import { IN_TIME } from './served-runs.ts';

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
