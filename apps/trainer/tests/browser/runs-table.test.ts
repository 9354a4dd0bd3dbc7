import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { openRunStore, type RunRecord, type RunStore } from '@cartwheel/tracking';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { axeFaults } from './axe-faults.ts';
import { showsCurve } from './drawn-curve.ts';
import { faultsIn } from './page-faults.ts';
import { cartwheel } from '../run-cartwheel.ts';
import { IN_TIME, startDashboard } from './served-runs.ts';

const HTML = '<img src=x onerror="document.title=\'hacked\'">';
const idOf = (index: number): string => `${index}`.repeat(24);

/** Four runs: two seeds of one setting, and two others, the last of them with a name that would be a script. */
function recordOf(index: number): RunRecord {
  const experiment = index === 3 ? HTML : 'table';
  return {
    runId: idOf(index),
    experiment,
    status: 'finished',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: index,
    tags: index === 3 ? [HTML] : [],
    config: {
      env: 'CartPole-v1',
      algo: 'ppo',
      seed: index,
      preset: 'default',
      set: {},
      experiment,
      tags: [],
      evalEpisodes: 0,
      evalEvery: 0,
      checkpointEvery: 0,
    },
    hyperparameters: { gamma: index < 2 ? 0.9 : 0.99, learningRate: { kind: 'linear', from: 0.001, to: 0 } },
    timesteps: 100,
    totalTimesteps: 100,
    createdAt: index,
    updatedAt: index,
    error: null,
    host: null,
    summary: { evalMean: 100 * (index + 1) },
  };
}

describeInBrowser('the table of runs, and what is compared', (page) => {
  let out: string;
  let store: RunStore;
  let served: Awaited<ReturnType<typeof startDashboard>>;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'cartwheel-table-'));
    store = await openRunStore({ dir: out });
    for (const index of [0, 1, 2, 3]) {
      await store.createRun(recordOf(index));
      const points = [0, 50, 100].map((step) => ({
        name: 'rollout/ep_rew_mean',
        context: {},
        step,
        time: step,
        value: step + index,
      }));
      await store.appendPoints(idOf(index), points);
    }
    served = await startDashboard(['--out', out]);
  });
  afterAll(async () => {
    served.server.child.kill('SIGINT');
    await served.server.finished;
    await store.close();
    await rm(out, { recursive: true });
  });

  it('groups by a hyperparameter, and shows a name that is HTML as text', async () => {
    const faults = faultsIn(page());
    await page().goto(served.url);
    await page().getByText(HTML).first().waitFor(IN_TIME);
    await page().getByLabel('Group by').selectOption({ label: 'gamma' });
    await page()
      .getByText(/^gamma 0.9 2 runs, return 150 ± 50$/)
      .waitFor(IN_TIME);
    await page().getByLabel('Group by').selectOption({ label: 'learningRate' });
    await page()
      .getByText(/^learningRate 0.001 → 0, linear 4 runs/)
      .waitFor(IN_TIME);
    await page().getByLabel('Group by').selectOption({ label: 'gamma' });
    await page()
      .getByText(/^gamma 0.9 2 runs/)
      .waitFor(IN_TIME);
    await page()
      .locator('.spark path[d^="M"]')
      .first()
      .waitFor({ ...IN_TIME, state: 'attached' });
    expect(await page().title()).toBe('Cartwheel');
    expect(await axeFaults(page())).toEqual([]);
    expect(faults()).toEqual([]);
    const leftsOf = (row: string): Promise<number[]> =>
      page()
        .locator(`${row} > span`)
        .evaluateAll((cells) =>
          cells.map(
            (cell) => (cell as unknown as { getBoundingClientRect(): { left: number } }).getBoundingClientRect().left,
          ),
        );
    const lefts = await leftsOf('.row.head');
    expect(lefts).toHaveLength(11);
    expect((await leftsOf('.row.run')).slice(0, 11)).toEqual(lefts);
  });

  it('puts runs away, and takes it back', async () => {
    await page().goto(served.url);
    const count = (text: string) => page().getByText(text, { exact: true }).waitFor(IN_TIME);
    await count('4 of 4');
    await page()
      .getByLabel(`Choose run ${idOf(1).slice(0, 8)}`)
      .check(IN_TIME);
    await page().getByRole('button', { name: 'Delete' }).click(IN_TIME);
    await page().getByText('1 run put in the trash.').waitFor(IN_TIME);
    await count('3 of 3');
    await page().getByRole('button', { name: 'Undo' }).click(IN_TIME);
    await count('4 of 4');
    expect((await store.run(idOf(1)))?.tags).toEqual([]);
  });

  it('compares: a mean over seeds, the best, what differs, and the points as a table', async () => {
    await page().goto(`${served.url}compare/${[0, 1, 2, 3].map(idOf).join(',')}`);
    await page()
      .getByLabel(/Mean and one standard deviation/)
      .check(IN_TIME);
    const chart = page().getByRole('img', { name: /ppo × 2 seeds .*, 22222222/ });
    await chart.waitFor(IN_TIME);
    await page()
      .getByRole('img', { name: /^4 runs as lines through .*gamma.*evalMean$/ })
      .waitFor(IN_TIME);
    // A run has the colour of its line in the chart, or of its group's.
    const strokes = await page()
      .locator('.parallel path')
      .evaluateAll((paths) =>
        paths.map((path) => (path as unknown as { getAttribute(name: string): string }).getAttribute('stroke')),
      );
    const [first, second, third] = ['#2f78d6', '#d9772b', '#2a9d6f'];
    expect(strokes).toEqual([first, first, second, third]);
    const best = page().getByRole('region', { name: 'Best' }).locator('li').first();
    expect(await best.textContent()).toBe('33333333 ppo seed 3 103 at step 100');
    expect(await axeFaults(page())).toEqual([]);

    const saving = page().waitForEvent('download', IN_TIME);
    await page().getByRole('button', { name: 'Save rollout/ep_rew_mean as CSV' }).click(IN_TIME);
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('rollout-ep_rew_mean.csv');
    expect(await readFile(await saved.path(), 'utf8')).toContain('ppo × 2 seeds');
  });

  it('draws the curves of runs that have ended, whatever they are drawn over', async () => {
    for (const path of [`runs/${idOf(0)}`, `compare/${idOf(0)},${idOf(2)}`]) {
      await page().goto(`${served.url}${path}`);
      const chart = page().locator('figure').filter({ hasText: 'rollout/ep_rew_mean' });
      expect(await showsCurve(chart)).toBe(true);
      await page().getByRole('combobox', { name: 'Over' }).selectOption('wall time');
      expect(await showsCurve(chart)).toBe(true);
    }
  });

  it('draws a curve of one point as that point, and axes anew when the system goes dark', async () => {
    const name = 'system/memory';
    await store.appendPoints(idOf(0), [{ name, context: {}, step: 100, time: 100, value: 239_476_736 }]);
    await page().goto(`${served.url}runs/${idOf(0)}`);
    const chart = page().locator('figure').filter({ hasText: name });
    await chart.getByText('239 MB', { exact: true }).waitFor(IN_TIME);
    expect(await showsCurve(chart)).toBe(true);
    await page().emulateMedia({ colorScheme: 'dark' });
    expect(await showsCurve(chart, '#333a44')).toBe(true);
    await page().emulateMedia({ colorScheme: null });
  });

  it('stays where it was zoomed to while the curve grows', async () => {
    const grow = (step: number): Promise<void> =>
      store.appendPoints(idOf(1), [{ name: 'rollout/ep_rew_mean', context: {}, step, time: step, value: 7 }]);
    await page().goto(`${served.url}runs/${idOf(1)}`);
    const chart = page().locator('figure').filter({ hasText: 'rollout/ep_rew_mean' });
    expect(await showsCurve(chart)).toBe(true);
    const { x, y, width } = (await chart.locator('.u-over').boundingBox())!;
    await page().mouse.move(x + 1, y + 50);
    await page().mouse.down();
    await page().mouse.move(x + 0.6 * width, y + 50);
    await page().mouse.up();
    const atRight = async (): Promise<string | null> => {
      await page().mouse.move(x + width - 20, y + 50);
      await page().mouse.move(x + width - 10, y + 50);
      return chart.locator('output').textContent();
    };
    expect(await atRight()).toBe('51 at step 50');
    await grow(200);
    await chart.getByRole('img', { name: /7 after 4 points/ }).waitFor(IN_TIME);
    expect(await atRight()).toBe('51 at step 50');
    await page().mouse.dblclick(x + 100, y + 50);
    expect(await atRight()).toBe('7 at step 200');
  });

  it('tells its keys, and hears them', async () => {
    await page().goto(served.url);
    await page().getByText('4 of 4', { exact: true }).waitFor(IN_TIME);
    await page().keyboard.press('?');
    await page().getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor(IN_TIME);
    expect(await axeFaults(page())).toEqual([]);
    await page().getByRole('button', { name: 'Close' }).click(IN_TIME);
    await page().keyboard.press('/');
    await page().keyboard.type('seed:2');
    await page().getByText('1 of 4', { exact: true }).waitFor(IN_TIME);
  });

  it('is of use on a small screen: nothing is wider than 400 pixels', async () => {
    const name = 'train/policy_gradient_loss_of_the_second_head';
    await store.appendPoints(idOf(0), [{ name, context: {}, step: 100, time: 1, value: -0.00520912 }]);
    await page().setViewportSize({ width: 400, height: 800 });
    for (const path of ['', `runs/${idOf(0)}`, `compare/${idOf(0)},${idOf(2)}`, 'learn']) {
      await page().goto(`${served.url}${path}`);
      await page().getByRole('heading', { level: 1 }).waitFor(IN_TIME);
      if (path.startsWith('runs')) await page().getByLabel(`Save ${name} as CSV`).waitFor(IN_TIME);
      if (path.startsWith('compare'))
        await page()
          .getByRole('option', { name })
          .waitFor({ ...IN_TIME, state: 'attached' });
      const width = await page().evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, 400]);
    }
  });

  it('shows why a run failed, with what lay under it, and where it was trained', async () => {
    const causes = [
      { code: 'ENOSPC', message: 'no space left on device' },
      { code: 'Error', message: HTML },
    ];
    await store.updateRun(idOf(3), {
      status: 'failed',
      error: { code: 'session/checkpoint-failed', message: 'The checkpoint could not be written.', causes },
      host: { hostname: 'trainer-7', pid: 4242, platform: 'linux-x64', runtime: 'node v20', engine: 'wasm/simd' },
    });
    await store.flush();
    await page().goto(`${served.url}runs/${idOf(3)}`);
    const error = page().getByLabel('Error');
    await error.getByText('The checkpoint could not be written.').waitFor(IN_TIME);
    expect(await error.getByText(/^Caused by/).allInnerTexts()).toEqual([
      'Caused by ENOSPC no space left on device',
      `Caused by Error ${HTML}`,
    ]);
    await page().getByLabel('Host').getByText('trainer-7').waitFor(IN_TIME);
    expect(await page().title()).toBe('Cartwheel');
    expect(await axeFaults(page())).toEqual([]);
  });

  it('drops a run that a command deletes, and says so on its page', async () => {
    const remove = async (index: number): Promise<void> => {
      expect((await cartwheel('runs', 'delete', idOf(index), '--force', '--out', out)).code).toBe(0);
    };
    await page().goto(served.url);
    await page().getByText('4 of 4', { exact: true }).waitFor(IN_TIME);
    await remove(3);
    await page().getByText('3 of 3', { exact: true }).waitFor(IN_TIME);

    await page().goto(`${served.url}runs/${idOf(2)}`);
    await page().getByRole('heading', { level: 1 }).waitFor(IN_TIME);
    await remove(2);
    await page()
      .getByText(/no such run in this project folder: it may have been deleted/)
      .waitFor(IN_TIME);
  });

  it('offers the hyperparameters of a run that comes while it is open', async () => {
    await page().goto(served.url);
    await page()
      .getByRole('option', { name: 'gamma' })
      .waitFor({ ...IN_TIME, state: 'attached' });
    const now = Date.now();
    const changed = { runId: idOf(4), createdAt: now, updatedAt: now, hyperparameters: { tau: 0.005 } };
    await store.createRun({ ...recordOf(2), ...changed });
    await page().getByLabel('Group by').selectOption({ label: 'tau' }, IN_TIME);
    const group = page().getByText(/^tau 0.005 1 run,/);
    await group.waitFor(IN_TIME);
    expect(await group.count()).toBe(1);
  });
});
