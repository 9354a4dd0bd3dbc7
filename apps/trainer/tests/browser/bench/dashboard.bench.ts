import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { anHour, millionPoints, stepToPixel, tenThousandRuns, twentyCharts, type Measured } from './measurements.ts';
import { withDashboard } from './with-dashboard.ts';

const REPORT = fileURLToPath(new URL('../../../../../docs/benchmarks/dashboard.md', import.meta.url));

/** Measures the dashboard in a real Chromium, and writes docs/benchmarks/dashboard.md. */
async function measure(): Promise<void> {
  await withDashboard(async ({ store, url, browser }) => {
    const measured: Measured[] = [];
    for (const measureOne of [stepToPixel, twentyCharts, anHour, millionPoints, tenThousandRuns]) {
      const page = await browser.newPage();
      const lines = [await measureOne({ store, url, page })].flat();
      for (const { what, value } of lines) process.stdout.write(`${what}: ${value}\n`);
      measured.push(...lines);
      await page.close();
    }
    await writeFile(REPORT, reportOf(measured, browser.version()));
  });
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
