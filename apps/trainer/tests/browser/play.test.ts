import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFaults } from './axe-faults.ts';
import { faultsIn } from './page-faults.ts';
import { IN_TIME, serveRuns, type ServedRuns } from './served-runs.ts';

describeInBrowser('a checkpoint that plays in the page', (page) => {
  let served: ServedRuns;
  beforeAll(async () => {
    served = await serveRuns({ train: ['--steps', '100000', '--seed', '0', '--checkpoint-every', '40000'] });
    await served.training.finished;
  }, 300_000);
  afterAll(() => served.close(), 120_000);

  const open = async (): Promise<Page> => {
    await page().goto(`${served.url}runs/${served.runId}/play`);
    await page()
      .getByRole('img', { name: /^CartPole-v1: step/ })
      .waitFor(IN_TIME);
    return page();
  };

  it('balances for 500 steps', async () => {
    const faults = faultsIn(page());
    const opened = await open();
    await opened.getByLabel('Speed').selectOption('× 20');
    await opened.getByText('Last episode: 500 steps, return 500, until the time limit').waitFor(IN_TIME);
    // The content-security policy lets it all run, the engine in WebAssembly included.
    expect(faults()).toEqual([]);
  });

  it('goes step by step, says what it makes of what it sees, and sees where it was put', async () => {
    const opened = await open();
    await opened.getByRole('button', { name: 'Pause' }).click(IN_TIME);
    const status = opened.getByRole('status').filter({ hasText: 'Episode' });
    const before = await status.textContent();
    await opened.getByRole('button', { name: 'Step', exact: true }).click(IN_TIME);
    expect(await status.textContent()).not.toBe(before);

    const shares = await opened.getByLabel('Action probabilities', { exact: true }).locator('output').allTextContents();
    expect(shares).toHaveLength(2);
    expect(shares.map(Number.parseFloat).reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    expect(Number(await opened.getByText('Return that it expects').locator('output').textContent())).toBeGreaterThan(0);

    const angle = opened.getByLabel(/^pole angle/);
    await angle.fill('-0.1');
    await opened.getByText('-0.100').waitFor(IN_TIME);
    await opened.getByText('It sees where it was put after the next step.').waitFor(IN_TIME);
    expect(await opened.getByText('Return that it expects').count()).toBe(0);
    // It leans to the left: after a step, the cart is pushed there.
    await opened.keyboard.press('Escape');
    await opened.getByRole('button', { name: 'Step', exact: true }).click(IN_TIME);
    await opened.getByRole('button', { name: 'Step', exact: true }).click(IN_TIME);
    await opened.getByText('Action just taken left').waitFor(IN_TIME);
    await opened.getByText('Return that it expects').waitFor(IN_TIME);
    expect(await axeFaults(opened)).toEqual([]);
  });

  it('hears its keys after a slider, and leaves space to a button that the keyboard came to', async () => {
    const opened = await open();
    await opened.getByRole('button', { name: 'Pause' }).click(IN_TIME);
    const status = opened.getByRole('status').filter({ hasText: 'Episode' });
    const stepOf = async (): Promise<number> => Number(/step ([\d,]+)/.exec((await status.textContent()) ?? '')?.[1]);
    const before = await stepOf();
    await opened.getByLabel(/^pole angle/).focus();
    await opened.keyboard.press('.');
    expect(await stepOf()).toBe(before + 1);
    await opened.getByRole('button', { name: 'Play' }).focus();
    await opened.keyboard.press('Tab');
    await opened.keyboard.press(' ');
    expect(await stepOf()).toBe(before + 2);
    await opened.getByRole('button', { name: 'Play' }).waitFor(IN_TIME);
  });

  it('plays an older checkpoint', async () => {
    const opened = await open();
    const choice = opened.getByLabel('Checkpoint');
    expect((await choice.locator('option').allTextContents()).at(0)).toBe('step 0');
    await choice.selectOption('0');
    await opened.getByLabel('Speed').selectOption('× 20');
    // Nothing learned yet: it falls.
    await opened.getByText(/^Last episode: \d{1,2} steps.*until it failed/).waitFor(IN_TIME);
  });
});
