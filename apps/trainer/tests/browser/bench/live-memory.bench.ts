import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { RunStore } from '@cartwheel/tracking';
import type { Page } from 'playwright-core';
import { runRecord } from './run-records.ts';
import { withDashboard } from './with-dashboard.ts';

const REPORT = fileURLToPath(new URL('../../../../../docs/benchmarks/dashboard-memory.md', import.meta.url));
const NAMES = Array.from({ length: 5 }, (_, i) => `train/metric_${i}`);
const EVERY_MS = 100;

/** What the page holds after a garbage collection. */
interface Reading {
  minute: number;
  points: number;
  heapMegabytes: number;
}

/** Watches the heap of a run's page over minutes of the wall clock, and writes docs/benchmarks/dashboard-memory.md. */
async function measure(minutes: number): Promise<void> {
  const { runId } = runRecord(1);
  await withDashboard(async ({ store, url, browser }) => {
    await store.createRun(runRecord(1, { status: 'running' }));
    const page = await browser.newPage();
    await page.goto(`${url}runs/${runId}`);
    await page.getByText('up to date', { exact: true }).waitFor();
    const readings = await grow({ store, runId, page }, minutes);
    await writeFile(REPORT, reportOf(readings, browser.version()));
  });
}

async function grow({ store, runId, page }: { store: RunStore; runId: string; page: Page }, minutes: number) {
  const client = await page.context().newCDPSession(page);
  const readings: Reading[] = [];
  const start = performance.now();
  for (let step = 0; readings.length < minutes; step++) {
    const time = Date.now();
    const value = Math.sin(step / 100);
    await store.appendPoints(
      runId,
      NAMES.map((name) => ({ name, context: {}, step, time, value })),
    );
    const minute = readings.length + 1;
    if (performance.now() - start >= minute * 60_000) {
      await client.send('HeapProfiler.collectGarbage');
      const { usedSize } = await client.send('Runtime.getHeapUsage');
      readings.push({ minute, points: (step + 1) * NAMES.length, heapMegabytes: usedSize / 2 ** 20 });
      process.stdout.write(`minute ${minute}: ${(usedSize / 2 ** 20).toFixed(2)} MB\n`);
    }
    // On the beat, however long a write took.
    await wait(Math.max(0, start + (step + 1) * EVERY_MS - performance.now()));
  }
  return readings;
}

function reportOf(readings: readonly Reading[], version: string): string {
  const rows = readings.map(({ minute, points, heapMegabytes }) => {
    return `| ${minute} | ${points.toLocaleString('en')} | ${heapMegabytes.toFixed(2)} MB |`;
  });
  // A busy machine may be late: what was reached, not what was meant.
  const last = readings.at(-1);
  const rate = last === undefined ? 0 : last.points / NAMES.length / (last.minute * 60);
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `# What the dashboard's page holds over time

Written by \`npm run bench:dashboard-memory -- --minutes ${readings.length}\`: a run's page in Chromium ${version}, ${NAMES.length} charts at
${rate.toFixed(1)} Hz (${1000 / EVERY_MS} were asked for) over ${readings.length} minutes of the wall clock; the page's heap after a garbage collection; load average ${load} at the
end. An hour of the same data, as fast as it goes through, is measured in [dashboard.md](dashboard.md).

| minute | points recorded | heap |
| --- | --- | --- |
${rows.join('\n')}
`;
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
await measure(Number(values.minutes));
