import { CELLS, type Cell } from '../cells.ts';
import type { RunResult } from '../results.ts';
import { agrees, countSeeds, reachedBy, wordInterval } from './figures.ts';
import { renderShortfalls } from './shortfalls.ts';

/** learning.md, whole. */
export function renderPage(runs: readonly RunResult[], envIds: readonly string[]): string {
  const rows = CELLS.map((cell) => renderRow(cell, runs)).filter((row) => row !== undefined);
  return `# What the learners reach

Written by \`npm run bench:learning\` from [learning.json](learning.json), which holds every run: do not edit. Each cell is trained with
[RL-Zoo's](https://github.com/DLR-RM/rl-baselines3-zoo) tuned hyperparameters and as many steps as RL-Zoo took, then evaluated over 100
deterministic episodes. What the last step leaves is evaluated; no best model is picked.

- **ours** is the mean over the seeds of their evaluation's mean return, with Student's 95 % interval for it over the seeds.
- **RL-Zoo** is the mean of one run; its ± is the standard deviation across the episodes of that run's evaluation, which says nothing of
  other seeds. So the two ± are not compared.
- **agrees** is yes where the upper end of our interval reaches RL-Zoo's mean. One seed has no interval: its mean itself must reach it, and the
  row says \`one seed\`.
- **SB3 here** is the same of Stable-Baselines3 or SB3-contrib with the same hyperparameters, trained on the same machine (\`--peer\`): where
  it misses RL-Zoo's mean as ours does, that was the luck of RL-Zoo's one run.
- **time** is the wall time of training, mean over the seeds, on two cores that other work shared: an indication, no benchmark of speed.

| environment | algorithm | steps | seeds | ours | RL-Zoo | agrees | SB3 here | time |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

${renderShortfalls(runs)}${envIds.map(renderCurves).join('\n\n')}
`;
}

function renderRow(cell: Cell, runs: readonly RunResult[]): string | undefined {
  const ours = reachedBy('cartwheel', cell, runs);
  const peer = reachedBy('stable-baselines3', cell, runs);
  if (ours === undefined) return undefined;
  const { algorithm, envId, zoo } = cell;
  const seconds = ours.runs.reduce((sum, run) => sum + run.seconds, 0) / ours.runs.length;
  const cells = [
    envId,
    algorithm,
    zoo.timesteps.toLocaleString('en'),
    countSeeds(ours),
    wordInterval(ours.interval),
    `${zoo.mean} ± ${zoo.std}`,
    agrees(ours, cell) ? 'yes' : 'no',
    peer === undefined ? '' : `${wordInterval(peer.interval)} (${countSeeds(peer)})`,
    `${seconds.toFixed(0)} s`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function renderCurves(envId: string): string {
  return `## ${envId}

The mean return of the last 100 training episodes, exploration included, mean over the seeds; dashed lines are Stable-Baselines3's, measured
on the same machine. Over wall time they are drawn only where nothing else ran (\`--alone\`).

![Return over environment steps](curves/${envId}-steps.svg)
![Return over wall time](curves/${envId}-seconds.svg)`;
}
