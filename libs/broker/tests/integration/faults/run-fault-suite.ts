import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createGenerator } from '@cartwheel/random';
import type { ScenarioResult } from './fault-scenario.ts';
import { faultScenarios } from './fault-scenarios.ts';

// `npm run test:faults [-- SEED [SHARE]]`: attacks each promise, with that share of the whole load, writes the figures into
// docs/benchmarks/faults.md and the history of operations into tmp/faults/<seed>.jsonl. Ends with code 1 when a promise is
// broken. Started again with the same seed and share it goes on behind the attacks that are done: the whole takes an hour.
const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31);
const share = Number(process.argv[3] ?? 1);
const root = fileURLToPath(new URL('../../../../../', import.meta.url));

interface Row extends ScenarioResult {
  promise: string;
  title: string;
  seconds: number;
  /** What ended attempts before: on a machine that stands still for a while, deadlines of the attack itself pass. */
  errors: string[];
}

const ATTEMPTS = 3;

const folder = `${root}tmp/faults`;
await mkdir(folder, { recursive: true });
const progress = `${folder}/${seed}-${share}.json`;
const history = createWriteStream(`${folder}/${seed}.jsonl`, { flags: 'a' });
const startedMs = performance.now();
const { rows, starts } = await progressSoFar();
await writeFile(progress, JSON.stringify({ starts, rows }));
for (const [index, { promise, title, run }] of faultScenarios.entries()) {
  if (rows.some((row) => row.title === title)) continue;
  const note = (operation: object): void => {
    history.write(`${JSON.stringify({ ms: Math.round(performance.now() - startedMs), title, ...operation })}\n`);
  };
  const scenarioStartedMs = performance.now();
  const { result, errors } = await attack(() => run(share, { random: createGenerator([seed, index]), note }));
  const row = { promise, title, ...result, errors, seconds: (performance.now() - scenarioStartedMs) / 1000 };
  rows.push(row);
  await writeFile(progress, JSON.stringify({ starts, rows }));
  for (const { what, value, limit } of row.figures) {
    process.stdout.write(`${promise} ${title}: ${what}: ${value}${limit === undefined ? '' : ` (at most ${limit})`}\n`);
  }
}
history.end();
await once(history, 'close');
await writeFile(`${root}docs/benchmarks/faults.md`, page(rows));
process.exitCode = rows.some(({ figures }) => figures.some(isBroken)) ? 1 : 0;

/** An attack that itself fails has counted nothing: it is begun anew, and the page says so. */
async function attack(
  run: () => Promise<ScenarioResult>,
  errors: string[] = [],
): Promise<{ result: ScenarioResult; errors: string[] }> {
  try {
    return { result: await run(), errors };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    if (errors.length + 1 >= ATTEMPTS) throw error;
    return attack(run, [...errors, error instanceof Error ? error.message : String(error)]);
  }
}

/** Of a run with the same seed and share that was ended before its end. */
async function progressSoFar(): Promise<{ rows: Row[]; starts: number }> {
  try {
    const before = JSON.parse(await readFile(progress, 'utf8')) as { rows: Row[]; starts: number };
    return { ...before, starts: before.starts + 1 };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { rows: [], starts: 1 };
    throw error;
  }
}

function isBroken({ value, limit }: ScenarioResult['figures'][number]): boolean {
  return limit !== undefined && !(typeof value === 'number' && value <= limit);
}

function page(measured: readonly Row[]): string {
  const lines = measured.flatMap(({ promise, title, load, figures }) =>
    figures.map(({ what, value, limit }) => `| ${[promise, title, load, what, value, limit ?? ''].join(' | ')} |`),
  );
  const minutes = measured.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  return [
    '# What the broker keeps when things break',
    '',
    'Written by `npm run test:faults`: real `redis-server` processes, SIGKILL, SIGSTOP, Sentinel, and a TCP proxy that cuts,',
    'delays and drops (`libs/broker/tests/integration/faults/`). A short form of each attack runs with the integration tests.',
    '',
    '| promise | attack | load | what was counted | value | at most |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    ...measured.flatMap(({ title, errors }) =>
      errors.map((error) => `The attack "${title}" was begun anew after an error of its own: ${error}`),
    ),
    ...(starts === 1
      ? []
      : [`In ${starts} starts: an attack that was under way when one of them ended was begun anew.`]),
    ...(share === 1 ? [] : [`This run had ${share * 100} % of the whole load.`]),
    `Seed ${seed}; ${minutes.toFixed(1)} minutes on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}.`,
    'The history of all operations is in `tmp/faults/<seed>.jsonl` after a run; `npm run test:faults -- <seed>` draws the same',
    'moments again.',
    '',
  ].join('\n');
}
