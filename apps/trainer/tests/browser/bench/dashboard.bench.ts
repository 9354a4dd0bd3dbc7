import { readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { besideAim, type BesideAim } from './beside-aim.ts';
import { anHour, millionPoints, stepToPixel, tenThousandRuns, twentyCharts, type Measured } from './measurements.ts';
import { withDashboard } from './with-dashboard.ts';

const REPORT = fileURLToPath(new URL('../../../../../docs/benchmarks/dashboard.md', import.meta.url));
const BESIDE = '## Beside Aim';

/** Measures the dashboard in a real Chromium, and writes its part of docs/benchmarks/dashboard.md. */
async function measurePage(): Promise<void> {
  await withDashboard(async ({ store, url, browser }) => {
    const measured: Measured[] = [];
    for (const measureOne of [stepToPixel, twentyCharts, anHour, millionPoints, tenThousandRuns]) {
      const page = await browser.newPage();
      const lines = [await measureOne({ store, url, page })].flat();
      for (const { what, value } of lines) process.stdout.write(`${what}: ${value}\n`);
      measured.push(...lines);
      await page.close();
    }
    const { beside } = await readParts();
    await writeFile(REPORT, partOfPage(measured, browser.version()) + beside);
  });
}

/** The same with Aim's own page beside it. */
async function measureBesideAim(): Promise<void> {
  await withDashboard(async (dashboard) => {
    const measured = await besideAim(dashboard);
    for (const { what, ours, aims } of measured) process.stdout.write(`${what}: ${inMs(ours)}, Aim ${inMs(aims)}\n`);
    const { page } = await readParts();
    await writeFile(REPORT, page + partBeside(measured, dashboard.browser.version()));
  });
}

async function readParts(): Promise<{ page: string; beside: string }> {
  const report = await readFile(REPORT, 'utf8');
  const at = report.indexOf(BESIDE);
  return at < 0 ? { page: `${report}\n`, beside: '' } : { page: report.slice(0, at), beside: report.slice(at) };
}

function partOfPage(measured: readonly Measured[], version: string): string {
  const rows = measured.map(({ what, value, wanted }) => `| ${what} | ${value} | ${wanted} |`);
  return `# How fast the dashboard is

Written by \`npm run bench:dashboard\` (\`apps/trainer/tests/browser/bench/\`): the server in a process of its own, the page in
Chromium ${version} without a graphics card, both and what writes the points on the same 2 cores; Node ${process.version}, load
average ${load()} at the end.

| what | value | wanted |
| --- | --- | --- |
${rows.join('\n')}

`;
}

function partBeside(measured: readonly BesideAim[], version: string): string {
  const rows = measured.map(({ what, ours, aims }) => {
    return `| ${what} | ${inMs(ours)} | ${inMs(aims)} | ${(aims / ours).toFixed(1)} |`;
  });
  return `${BESIDE}

The same 50 runs, five metrics of 1,000 points each, in this page and in that of Aim 3.29.1 (\`aim up\`, to which the relay
delivered them): from the address to the frame that shows them, in turns, median of 5, the files of both pages in the
browser's cache after the first. Chromium ${version}, load average ${load()} at the end.
\`npm run bench:dashboard -- --only aim\` measures this part alone.

| what | this page | Aim's page | times as long |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function inMs(milliseconds: number): string {
  return `${Math.round(milliseconds).toLocaleString('en')} ms`;
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
if (only !== 'aim') await measurePage();
if (only !== 'page') await measureBesideAim();
