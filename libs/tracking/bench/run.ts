/**
 * Runs all benchmarks of tracking and prints their tables; with `--write` it also puts them into
 * docs/benchmarks/tracking.md. With `--faults` it kills writers and servers instead, and counts what is missing. With
 * `--only=SECTION` it runs that one alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

const PAGE = 'docs/benchmarks/tracking.md';
const BENCHES = {
  store: ['libs/tracking/bench/store.bench.ts'],
  aim: ['libs/tracking/bench/aim.bench.ts'],
  cost: ['libs/tracking/bench/with-aim-server.ts', 'libs/session/bench/tracking-cost.bench.ts'],
};
const FAULTS = {
  'writer faults': ['libs/tracking/bench/writer-faults.ts'],
  'aim faults': ['libs/tracking/bench/relay-faults.ts', 'aim'],
  'mlflow faults': ['libs/tracking/bench/relay-faults.ts', 'mlflow'],
  'tensorboard faults': ['libs/tracking/bench/relay-faults.ts', 'tensorboard'],
};

const sections = Object.entries(process.argv.includes('--faults') ? FAULTS : BENCHES);
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
for (const [section, [file = '', ...args]] of sections.filter(([name]) => (only ?? name) === name)) {
  const table = await outputOf(file, args);
  process.stdout.write(`${table}\n`);
  if (process.argv.includes('--write')) await writeSection(section, `${table.trimEnd()}\n\n${environment()}.`);
}

async function outputOf(file: string, args: readonly string[]): Promise<string> {
  const flags = ['--expose-gc', '-C', '@cartwheel/source', '--import', 'tsx'];
  const child = spawn(process.execPath, [...flags, file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) output += String(chunk);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`${file} failed`);
  return output;
}

/** Between the comments that name the section. */
async function writeSection(section: string, text: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [begin, end] = [`<!-- ${section} -->`, `<!-- end of ${section} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${PAGE} has no section ${section}`);
  await writeFile(PAGE, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`);
}

function environment(): string {
  const [cpu] = cpus();
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown CPU'}`;
}
