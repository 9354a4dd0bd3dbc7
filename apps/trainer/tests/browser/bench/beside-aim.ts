import { startTestService } from '@cartwheel/dev-services';
import { syncRuns } from '@cartwheel/session';
import type { Browser, Page } from 'playwright-core';
import { recordFiftyRuns } from './fifty-runs.ts';
import { SHOWN, whenShown } from './in-page.ts';
import { median } from './statistics.ts';
import type { BenchedDashboard } from './with-dashboard.ts';

/** A line of the report, in milliseconds. */
export interface BesideAim {
  what: string;
  ours: number;
  aims: number;
}

const ROUNDS = 5;
const METRIC = 'rollout/ep_rew_mean';

/**
 * The same fifty runs in this dashboard and in Aim's page (`aim up`), which has got them by the relay: from the address to
 * what the person wants to see, in turns.
 */
export async function besideAim({ store, out, url, browser }: BenchedDashboard): Promise<BesideAim[]> {
  const ids = await recordFiftyRuns(store);
  await using aim = await startTestService('aim', { engine: 'local' });
  const reports = await syncRuns({ out, trackers: [`aim ${aim.url}`] });
  const late = reports.find(({ error, pending }) => error !== null || pending > 0);
  if (late !== undefined) throw new Error(`Run ${late.runId} did not reach Aim.`, { cause: late.error });
  const aimUrl = aim.uiUrl ?? '';
  const page = await pageOf(browser);
  const table: BesideAim = {
    what: 'the table of 50 runs, each row with its values',
    ...(await inTurns(page, { ours: [url, SHOWN.ourRows], aims: [`${aimUrl}/runs`, SHOWN.aimsRows] })),
  };
  const curves: BesideAim = {
    what: `${METRIC} of 50 runs in one chart`,
    ...(await inTurns(page, {
      ours: [`${url}compare/${ids.join(',')}`, SHOWN.ourCurves],
      aims: [`${aimUrl}/metrics?select=${metricsOf(METRIC)}`, SHOWN.aimsCurves],
    })),
  };
  await page.close();
  return [table, curves];
}

/** Aim's page asks other hosts for its fonts and for what counts its visitors; it must not wait for them here. */
async function pageOf(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  return page;
}

type Way = readonly [address: string, shown: string];

async function inTurns(page: Page, ways: Record<'ours' | 'aims', Way>): Promise<{ ours: number; aims: number }> {
  const times = { ours: Array<number>(), aims: Array<number>() };
  for (let round = 0; round < ROUNDS; round++) {
    for (const whose of ['ours', 'aims'] as const) {
      const [address, shown] = ways[whose];
      await page.goto('about:blank');
      await page.goto(address, { waitUntil: 'commit' });
      times[whose].push(await page.evaluate<number>(whenShown(shown)));
    }
  }
  return { ours: median(times.ours), aims: median(times.aims) };
}

/** The state of Aim's metrics explorer in its address, as its `encoder.ts` writes it. */
function metricsOf(name: string): string {
  const state = { options: [], query: '', advancedMode: true, advancedQuery: `metric.name == '${name}'` };
  return `O-${Buffer.from(encodeURI(JSON.stringify(state))).toString('base64url')}`;
}
