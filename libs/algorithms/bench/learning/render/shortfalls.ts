import { CELLS, type Cell } from '../cells.ts';
import type { RunResult } from '../results.ts';
import { agrees, countSeeds, reachedBy, wordInterval } from './figures.ts';

/** What is known of a cell beside its figures. */
const NOTES: Readonly<Record<string, string>> = {
  'ars Pendulum-v1':
    'The evaluations that RL-Zoo kept of its run go up and down, and the last of them is below that mean too.',
};

/** A line for each cell that does not agree: why. */
export function renderShortfalls(runs: readonly RunResult[]): string {
  const lines = CELLS.map((cell) => renderShortfall(cell, runs)).filter((line) => line !== undefined);
  if (lines.length === 0) return '';
  return `## Why some do not agree

Where Stable-Baselines3 or SB3-contrib, with the same hyperparameters and steps on the same machine, misses RL-Zoo's mean as well, that was
the luck of RL-Zoo's one run.

${lines.join('\n')}

`;
}

function renderShortfall(cell: Cell, runs: readonly RunResult[]): string | undefined {
  const ours = reachedBy('cartwheel', cell, runs);
  if (ours === undefined || agrees(ours, cell)) return undefined;
  const { algorithm, envId } = cell;
  const note = NOTES[`${algorithm} ${envId}`];
  const sentences = [wordPeer(cell, runs), ...(note === undefined ? [] : [note])];
  return `- **${envId} ${algorithm}**: ${sentences.join(' ')}`;
}

function wordPeer(cell: Cell, runs: readonly RunResult[]): string {
  const peer = reachedBy('stable-baselines3', cell, runs);
  if (peer === undefined) return 'Stable-Baselines3 was not trained here yet.';
  const figures = `${wordInterval(peer.interval)} (${countSeeds(peer)})`;
  return agrees(peer, cell)
    ? `Stable-Baselines3 ends at ${figures} here, which reaches ${cell.zoo.mean}: no cause is known yet.`
    : `Stable-Baselines3 ends at ${figures} here and misses ${cell.zoo.mean} as well.`;
}
