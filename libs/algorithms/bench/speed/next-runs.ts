import { hasNativeKernels } from '@cartwheel/nn/node';
import type { Cell, Contender } from './cells.ts';
import type { Results } from './results.ts';
import { median } from './median.ts';

export interface NextRunsOptions {
  python: string | undefined;
  rounds: number;
}

/**
 * What is still to be run of a cell, round by round, so that the contenders alternate. Of one program on different numbers of
 * threads only the faster goes on after the first round.
 */
export function* nextRuns(cell: Cell, results: Results, { python, rounds }: NextRunsOptions): Generator<Contender> {
  for (let round = 0; round < rounds; round++) {
    for (const contender of cell.contenders) {
      if (isPython(contender) && python === undefined) continue;
      if (contender.isNative === true && !hasNativeKernels()) continue;
      const measured = results.cells[cell.id]?.[contender.name] ?? [];
      if (measured.length > round) continue;
      if (round > 0 && isOutrun(contender, results.cells[cell.id] ?? {})) continue;
      yield contender;
    }
  }
}

export function isPython({ script }: Contender): boolean {
  return script.pathname.endsWith('.py');
}

/** Whether another number of threads of the same peer is faster. */
function isOutrun({ name }: Contender, measured: Readonly<Record<string, number[]>>): boolean {
  const [program, threads] = name.split(', ');
  if (threads === undefined || program.startsWith('ours')) return false;
  const own = median(measured[name] ?? []);
  return Object.entries(measured).some(([other, values]) => other.startsWith(`${program}, `) && median(values) < own);
}
