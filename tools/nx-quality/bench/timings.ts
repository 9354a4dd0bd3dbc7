import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHANGED_FILE } from './generated-workspace.ts';

/** Seconds of a command, one a round. */
export type Timings = Readonly<Record<string, readonly number[]>>;

const ROUNDS = 5;
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Runs everything in turn, so that what else the machine does falls on all alike. */
export function measure(root: string, knip: string): Timings {
  const jscpd = join(createRequire(import.meta.url).resolve('jscpd/package.json'), '..', 'run-jscpd.js');
  const forget = () => rmSync(join(root, 'node_modules/.cache/nx-quality'), { recursive: true, force: true });
  const change = (round: number) => appendFileSync(join(root, CHANGED_FILE), `export const changed${round + 1} = 1;\n`);
  const steps: readonly (readonly [name: string, args: readonly string[], prepare?: (round: number) => void])[] = [
    ['dead-code, cold', [MAIN, 'dead-code'], forget],
    ['dead-code, nothing changed', [MAIN, 'dead-code']],
    ['dead-code, one project changed', [MAIN, 'dead-code'], change],
    ['knip', [join(knip, 'bin/knip.js'), '--no-progress', '--include-entry-exports']],
    ['duplicates, cold', [MAIN, 'duplicates'], forget],
    ['duplicates, nothing changed', [MAIN, 'duplicates']],
    ['jscpd', [jscpd, '--reporters', 'json', '--output', join(root, 'node_modules/.cache/jscpd'), '--silent', 'libs']],
  ];
  const seconds = new Map<string, number[]>(steps.map(([name]) => [name, []]));
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, args, prepare] of steps) {
      prepare?.(round);
      const took = secondsOf(root, args);
      // The first round fills the disk's caches.
      if (round >= 0) seconds.get(name)?.push(took);
    }
  }
  return Object.fromEntries(seconds);
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Findings are no failure here; an analysis that could not be done is. */
function secondsOf(cwd: string, args: readonly string[]): number {
  const env = { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1' };
  const start = performance.now();
  try {
    execFileSync(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    if (status !== 1) throw error;
  }
  return (performance.now() - start) / 1_000;
}

export function isBuilt(): boolean {
  return existsSync(MAIN);
}
