import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { jsonLines, startCartwheel } from '../run-cartwheel.ts';

/** Long: the machine may be busy with other tests. */
export const IN_TIME = { timeout: 60_000 };

type Started = ReturnType<typeof startCartwheel>;

/** A folder with a run that is being trained, and a dashboard of it, in processes of their own. */
export interface ServedRuns {
  readonly out: string;
  readonly url: string;
  readonly runId: string;
  readonly training: Started;
  readonly dashboard: Started;
  /** The run's page, when it is live. */
  openRun(page: Page): Promise<Page>;
  /** Ends both, and removes the folder. */
  close(): Promise<void>;
}

export interface ServedOptions {
  /** For both: `['--redis', url]`. */
  both?: readonly string[];
  /** Over PPO on CartPole with more steps than a test waits for. */
  train?: readonly string[];
  dashboard?: readonly string[];
}

export async function serveRuns({ both = [], train = [], dashboard = [] }: ServedOptions = {}): Promise<ServedRuns> {
  const out = await mkdtemp(join(tmpdir(), 'cartwheel-dashboard-'));
  const config = ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '1000000000', '--eval-episodes', '1', ...train];
  const training = startCartwheel(['train', ...config, ...both, '--out', out, '--json']);
  const runId = String((await firstLine(training))['runId']);
  const { server, url } = await startDashboard([...both, ...dashboard, '--out', out]);
  return {
    out,
    url,
    runId,
    training,
    dashboard: server,
    async openRun(page) {
      await page.goto(`${url}runs/${runId}`);
      await page.getByText('live', { exact: true }).waitFor(IN_TIME);
      return page;
    },
    async close() {
      for (const { child } of [training, server]) child.kill('SIGINT');
      await Promise.all([training.finished, server.finished]);
      await rm(out, { recursive: true, force: true });
    },
  };
}

/** The command, in a process of its own, when it listens. */
export async function startDashboard(args: readonly string[]): Promise<{ server: Started; url: string }> {
  const server = startCartwheel(['dashboard', ...args, '--json']);
  return { server, url: String((await firstLine(server))['url']) };
}

/** What a command with `--json` says first. */
export async function firstLine({ child, finished }: Started): Promise<Record<string, unknown>> {
  const ended = finished.then(({ stderr }) => Promise.reject(new Error(`It ended before it said anything: ${stderr}`)));
  const [text] = (await Promise.race([once(child.stdout ?? child, 'data'), ended])) as [string];
  return jsonLines(text)[0] ?? {};
}
