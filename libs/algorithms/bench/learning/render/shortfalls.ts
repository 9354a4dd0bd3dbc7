import { CELLS, type Cell } from '../cells.ts';
import type { RunResult } from '../results.ts';
import { agrees, countSeeds, reachedBy, wordInterval, type Reached } from './figures.ts';

/** What is known of a cell beside its figures. */
const NOTES: Readonly<Record<string, string | undefined>> = {
  'a2c MountainCar-v0': 'The evaluations that RL-Zoo kept of its run go up and down by more than the difference.',
};

/** A line for each cell that does not agree: why. */
export function renderShortfalls(runs: readonly RunResult[]): string {
  const lines = CELLS.map((cell) => renderShortfall(cell, runs)).filter((line) => line !== undefined);
  if (lines.length === 0) return '';
  return `## Why some do not agree

RL-Zoo's figure is of one run. Where Stable-Baselines3 or SB3-contrib, with the same hyperparameters and steps on the same machine, misses it
as well, it was the luck of that run; where one of our seeds reaches it, it may have been.

${lines.join('\n')}

`;
}

function renderShortfall(cell: Cell, runs: readonly RunResult[]): string | undefined {
  const ours = reachedBy('cartwheel', cell, runs);
  if (ours === undefined || agrees(ours, cell)) return undefined;
  const { algorithm, envId } = cell;
  const sentences = [wordPeer(cell, runs), wordBest(cell, ours), NOTES[`${algorithm} ${envId}`]];
  return `- **${envId} ${algorithm}**: ${sentences.filter((sentence) => sentence !== undefined).join(' ')}`;
}

function wordPeer(cell: Cell, runs: readonly RunResult[]): string {
  const peer = reachedBy('stable-baselines3', cell, runs);
  if (peer === undefined) return 'Stable-Baselines3 was not trained here yet.';
  const figures = `${wordInterval(peer.interval)} (${countSeeds(peer)})`;
  const verdict = agrees(peer, cell) ? `which reaches ${cell.zoo.mean}` : `which misses ${cell.zoo.mean} as well`;
  return `Stable-Baselines3 ends at ${figures} here, ${verdict}.`;
}

function wordBest({ zoo }: Cell, { runs }: Reached): string | undefined {
  const best = Math.max(...runs.map(({ meanReturn }) => meanReturn));
  return best < zoo.mean ? undefined : `The best of our seeds ends at ${best.toFixed(1)}.`;
}
