import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Contender } from './cells.ts';
import { isPython } from './next-runs.ts';

/** Runs one contender in a process of its own; what it measured is the last line that it prints. */
export function runContender(contender: Contender, python = 'python3'): number {
  const { script, args = [] } = contender;
  const [program, before] = isPython(contender)
    ? [python, []]
    : [process.execPath, ['--conditions=@cartwheel/source', '--import', 'tsx']];
  const output = execFileSync(program, [...before, fileURLToPath(script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const value = Number(output.trim().split('\n').at(-1));
  if (!Number.isFinite(value)) throw new Error(`${contender.name} must print a number last, but printed: ${output}`);
  return Number(value.toPrecision(5));
}
