import type { Cell } from '../cells.ts';
import { meanInterval, type MeanInterval } from '../interval.ts';
import type { RunResult } from '../results.ts';

/** What the seeds of one library reached in a cell. */
export interface Reached {
  runs: readonly RunResult[];
  interval: MeanInterval;
}

/** Of the runs of `source` in the cell, with as many steps as RL-Zoo took; nothing where there are none. */
export function reachedBy(
  source: RunResult['source'],
  { algorithm, envId, zoo }: Cell,
  runs: readonly RunResult[],
): Reached | undefined {
  const members = runs.filter(
    (run) =>
      run.source === source && run.algorithm === algorithm && run.envId === envId && run.timesteps === zoo.timesteps,
  );
  if (members.length === 0) return undefined;
  return { runs: members, interval: meanInterval(members.map(({ meanReturn }) => meanReturn)) };
}

/** Whether the upper end of the interval, or the mean of one seed, reaches RL-Zoo's mean. */
export function agrees({ interval: { mean, halfWidth = 0 } }: Reached, { zoo }: Cell): boolean {
  return mean + halfWidth >= zoo.mean;
}

export function wordInterval({ mean, halfWidth }: MeanInterval): string {
  return halfWidth === undefined ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${halfWidth.toFixed(1)}`;
}

export function countSeeds({ runs: { length } }: Reached): string {
  return length === 1 ? 'one seed' : String(length);
}
