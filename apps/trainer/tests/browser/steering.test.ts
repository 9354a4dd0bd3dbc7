import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { IN_TIME, serveRuns, type ServedRuns } from './served-runs.ts';

const STEPS = /([\d,]+) \/ [\d,]+ steps/;

async function stepsOf(page: Page): Promise<string> {
  const text = (await page.getByText(STEPS).textContent(IN_TIME)) ?? '';
  return STEPS.exec(text)?.[1] ?? '';
}

/** Presses, waits until the run has answered, and gives what the page says of it. */
async function wish(page: Page, press: () => Promise<void>, answer: RegExp): Promise<string> {
  await press();
  const line = page.getByLabel('What came of it').getByText(answer).first();
  await line.waitFor(IN_TIME);
  return (await line.textContent()) ?? '';
}

function testSteering(page: () => Page, served: () => ServedRuns): void {
  const press = (name: string) => () => page().getByRole('button', { name, exact: true }).click(IN_TIME);

  it('pauses, changes, extends and resumes a run, each with its answer', async () => {
    const opened = await served().openRun(page());
    await opened.locator('.badge.running').first().waitFor(IN_TIME);
    // Its key works where the button would refuse, and is refused alike.
    await opened.keyboard.press('r');
    await opened.getByText('The run is not paused.').waitFor(IN_TIME);

    const paused = await wish(opened, press('Pause'), /^pause: applied at step/);
    expect(paused).toContain('checkpoint runs/');
    await opened.locator('.badge.paused').first().waitFor(IN_TIME);
    const at = /at step ([\d,]+)/.exec(paused)?.[1];
    expect(await stepsOf(opened)).toBe(at);
    // It answers, and the counter stands still.
    const evaluated = await wish(opened, press('Evaluate'), /^evaluate: applied at step/);
    expect(evaluated).toContain(`at step ${at}`);

    await opened.getByRole('combobox', { name: /^Hyperparameter/ }).selectOption('learningRate');
    await opened.getByText(/may be a number greater than 0/).waitFor(IN_TIME);
    await opened.getByLabel('New value').fill('0.00123');
    const set = await wish(opened, press('Set'), /^set learningRate = 0.00123: applied/);
    expect(set).toContain(`at step ${at}`);
    await opened.getByText(/^now 0.00123/).waitFor(IN_TIME);
    await opened.getByLabel('New value').fill('-1');
    const refused = await wish(opened, press('Set'), /^set learningRate = -1: rejected/);
    expect(refused).toContain('greater than 0');

    await opened.getByLabel('Steps more').fill('1000');
    await wish(opened, press('Extend'), /^extend by 1,000 steps: applied/);
    await opened.getByText('/ 1,000,001,000 steps').waitFor(IN_TIME);
    expect(await stepsOf(opened)).toBe(at);

    await wish(opened, press('Resume'), /^resume: applied/);
    await opened.locator('.badge.running').first().waitFor(IN_TIME);
    await opened.getByText(new RegExp(`^(?!${at} ).*/ 1,000,001,000 steps`)).waitFor(IN_TIME);

    // The state of the run, and its audit trail, which names who wished it.
    const facts = opened.getByRole('region', { name: 'Hyperparameters' });
    await facts.getByText('0.00123').waitFor(IN_TIME);
    const trail = opened.getByRole('region', { name: 'Commands' });
    await trail.getByText(/set learningRate = 0.00123 by .*\(dashboard\): applied/).waitFor(IN_TIME);
    await trail.getByText(/set learningRate = -1 by .*: rejected/).waitFor(IN_TIME);
  }, 300_000);

  it('stops a run, and then says why nothing can be wished of it', async () => {
    const opened = await served().openRun(page());
    await press('Stop…')();
    await wish(opened, press('Stop at once'), /^stop at once: applied/);
    await opened.getByText('The run has ended (finished). Go on with it: cartwheel resume.').waitFor(IN_TIME);
    expect(await opened.getByRole('button', { name: 'Pause' }).getAttribute('aria-disabled')).toBe('true');
    expect((await served().training.finished).code).toBe(0);
  });
}

describeInBrowser('steering from the page, on one machine without Redis', (page) => {
  let served: ServedRuns;
  beforeAll(async () => void (served = await serveRuns()), 180_000);
  afterAll(() => served.close(), 120_000);
  testSteering(page, () => served);
});

describeWithRedis('steering from the page', (redis) => {
  describeInBrowser('with Redis', (page) => {
    let served: ServedRuns;
    beforeAll(async () => void (served = await serveRuns({ both: ['--redis', redis().url] })), 180_000);
    afterAll(() => served.close(), 120_000);
    testSteering(page, () => served);
  });
});

describeInBrowser('a dashboard that only shows', (page) => {
  let served: ServedRuns;
  beforeAll(async () => void (served = await serveRuns({ dashboard: ['--read-only'] })), 180_000);
  afterAll(() => served.close(), 120_000);

  it('says so, and refuses what a page sends nevertheless', async () => {
    const opened = await served.openRun(page());
    await opened.getByText(/started with --read-only: it shows runs/).waitFor(IN_TIME);
    const { runId } = served;
    const answer = await opened.evaluate(async (id) => {
      const headers = { 'content-type': 'application/json' };
      const sent = await fetch(`/api/runs/${id}/commands`, { method: 'POST', headers, body: '{"kind":"pause"}' });
      return [sent.status, ((await sent.json()) as { code: string }).code];
    }, runId);
    expect(answer).toEqual([403, 'dashboard/read-only']);
  });
});
