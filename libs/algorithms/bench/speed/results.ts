import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** What was measured, raw: by cell and contender, one number a round. */
export interface Results {
  /** Where the last run was. */
  machine: Record<string, string>;
  cells: Record<string, Record<string, number[]>>;
}

/** Where the results and their page lie. */
export const FOLDER = new URL('../../../../docs/benchmarks/', import.meta.url);
const FILE = new URL('speed.json', FOLDER);

export function readResults(): Results {
  if (!existsSync(FILE)) return { machine: {}, cells: {} };
  return JSON.parse(readFileSync(FILE, 'utf8')) as Results;
}

export function writeResults(results: Results, python: string | undefined): void {
  results.machine = { ...results.machine, ...describeMachine(python) };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(results, undefined, 2)}\n`);
}

let versions: Record<string, string> | undefined;

function describeMachine(python: string | undefined): Record<string, string> {
  const script = new URL('python/versions.py', import.meta.url).pathname;
  versions ??=
    python === undefined
      ? {}
      : (JSON.parse(execFileSync(python, [script], { encoding: 'utf8' })) as Record<string, string>);
  return {
    processor: `${cpus()[0].model}, ${availableParallelism()} cores`,
    node: process.versions.node,
    ...versions,
  };
}
