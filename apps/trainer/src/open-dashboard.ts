import { startDashboard, type Dashboard } from '@cartwheel/dashboard';
import type { CommonOptions } from './commands/common-options.ts';
import type { DashboardFlag } from './commands/dashboard-option.ts';
import { printJsonLine } from './output/json-lines.ts';

/** The page that goes with a training, where one is wished; it says where it is. */
export async function openDashboard(options: CommonOptions & DashboardFlag): Promise<Dashboard | undefined> {
  const { dashboard, out, redis: redisUrl, json } = options;
  if (dashboard === undefined) return undefined;
  const served = await startDashboard({ out, redisUrl, port: dashboard === true ? 0 : dashboard });
  if (json) printJsonLine({ event: 'listening', url: served.url });
  else process.stderr.write(`The dashboard is at ${served.url} as long as it trains\n`);
  return served;
}
