import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserProgram } from '@cartwheel/dev-services';
import { openRunStore } from '@cartwheel/tracking';
import { chromium } from 'playwright-core';
import { startDashboard } from '../served-runs.ts';
import { anHour, millionPoints, stepToPixel, tenThousandRuns, twentyCharts, type Measured } from './measurements.ts';

const REPORT = fileURLToPath(new URL('../../../../../docs/benchmarks/dashboard.md', import.meta.url));

/** Measures the dashboard in a real Chromium, and writes docs/benchmarks/dashboard.md. */
async function measure(): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
  const store = await openRunStore({ dir: out });
  const { server, url } = await startDashboard(['--out', out]);
  const browser = await chromium.launch({ executablePath: browserProgram() ?? 'chromium', args: ['--no-sandbox'] });
  try {
    const measured: Measured[] = [];
    for (const measureOne of [stepToPixel, twentyCharts, anHour, millionPoints, tenThousandRuns]) {
      const page = await browser.newPage();
      const lines = [await measureOne({ store, url, page })].flat();
      for (const { what, value } of lines) process.stdout.write(`${what}: ${value}\n`);
      measured.push(...lines);
      await page.close();
    }
    await writeFile(REPORT, reportOf(measured, browser.version()));
  } finally {
    await browser.close();
    server.child.kill('SIGINT');
    await server.finished;
    await store.close();
    await rm(out, { recursive: true });
  }
}

function reportOf(measured: readonly Measured[], version: string): string {
  const rows = measured.map(({ what, value, wanted }) => `| ${what} | ${value} | ${wanted} |`);
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `# How fast the dashboard is

Written by \`npm run bench:dashboard\` (\`apps/trainer/tests/browser/bench/\`): the server in a process of its own, the page in
Chromium ${version} without a graphics card, both and what writes the points on the same 2 cores; Node ${process.version}, load
average ${load} at the end.

| what | value | wanted |
| --- | --- | --- |
${rows.join('\n')}
`;
}

await measure();
