import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserProgram } from '@cartwheel/dev-services';
import { openRunStore } from '@cartwheel/tracking';
import { chromium, type Page } from 'playwright-core';
import { cartwheel } from '../../run-cartwheel.ts';
import { serveRuns } from '../served-runs.ts';

const IMAGES = fileURLToPath(new URL('../../../../../docs/images', import.meta.url));

/** Trainings that end, for the table and to be compared. */
const TRAININGS = [
  ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '60000', '--seeds', '3'],
  ['--env', 'CartPole-v1', '--algo', 'a2c', '--steps', '60000'],
  ['--env', 'CartPole-v1', '--algo', 'dqn', '--steps', '10000', '--tag', 'baseline'],
  ['--env', 'Pendulum-v1', '--algo', 'sac', '--steps', '1000'],
];

/** Pictures of each page, light and dark, of runs that were trained for them: docs/images/dashboard-*.png. */
async function takePictures(): Promise<void> {
  const program = browserProgram();
  const browser = await chromium.launch({ executablePath: program ?? 'chromium', args: ['--no-sandbox'] });
  const served = await serveRuns({ train: ['--steps', '3000000', '--seed', '7', '--tag', 'live'] });
  try {
    for (const training of TRAININGS) {
      await cartwheel('train', ...training, '--eval-episodes', '5', '--checkpoint-every', '20000', '--out', served.out);
    }
    const ids = await idsIn(served.out);
    await mkdir(IMAGES, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 860 } });
      const save = (name: string): Promise<unknown> =>
        page.screenshot({ path: join(IMAGES, `dashboard-${name}-${colorScheme}.png`) });
      await page.goto(served.url);
      await page.locator('.spark path[d^="M"]').first().waitFor({ state: 'attached' });
      await save('runs');
      await steered(await served.openRun(page));
      await save('run');
      await playing(page, `${served.url}runs/${ids[0]}/play`);
      await save('play');
      await page.goto(`${served.url}compare/${ids.slice(0, 5).join(',')}`);
      await page.getByLabel(/Mean and one/).check();
      await page.getByRole('img', { name: /seeds/ }).waitFor();
      await save('compare');
      await learning(page, `${served.url}learn`);
      await save('learn');
      await page.close();
    }
  } finally {
    await browser.close();
    await served.close();
  }
}

/** Oldest first: the endless one is left out. */
async function idsIn(out: string): Promise<string[]> {
  const store = await openRunStore({ dir: out, readOnly: true });
  const runs = await store.runs({ status: 'finished' });
  await store.close();
  return runs.map(({ runId }) => runId);
}

async function steered(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Checkpoint' }).click();
  await page
    .getByText(/^checkpoint: applied/)
    .first()
    .waitFor();
}

async function playing(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Speed').selectOption('× 20');
  await page.getByText(/^Last episode/).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
}

async function learning(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Learn', exact: true }).click();
  await page.getByText(/^It has learned/).waitFor({ timeout: 300_000 });
}

await takePictures();
