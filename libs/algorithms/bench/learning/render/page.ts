import { CELLS, type Cell } from '../cells.ts';
import { meanInterval, type MeanInterval } from '../interval.ts';
import type { RunResult } from '../results.ts';

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

${envIds.map(renderCurves).join('\n\n')}
`;
}

function renderRow({ algorithm, envId, zoo }: Cell, runs: readonly RunResult[]): string | undefined {
  const ofCell = runs.filter(
    (run) => run.algorithm === algorithm && run.envId === envId && run.timesteps === zoo.timesteps,
  );
  const members = ofCell.filter(({ source }) => source === 'cartwheel');
  const peers = ofCell.filter(({ source }) => source === 'stable-baselines3');
  if (members.length === 0) return undefined;
  const ours = intervalOf(members);
  const seconds = members.reduce((sum, run) => sum + run.seconds, 0) / members.length;
  const cells = [
    envId,
    algorithm,
    zoo.timesteps.toLocaleString('en'),
    countSeeds(members),
    wordInterval(ours),
    `${zoo.mean} ± ${zoo.std}`,
    reaches(ours, zoo.mean) ? 'yes' : 'no',
    peers.length === 0 ? '' : `${wordInterval(intervalOf(peers))} (${countSeeds(peers)})`,
    `${seconds.toFixed(0)} s`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function intervalOf(runs: readonly RunResult[]): MeanInterval {
  return meanInterval(runs.map(({ meanReturn }) => meanReturn));
}

function wordInterval({ mean, halfWidth }: MeanInterval): string {
  return halfWidth === undefined ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${halfWidth.toFixed(1)}`;
}

function countSeeds({ length }: readonly RunResult[]): string {
  return length === 1 ? 'one seed' : String(length);
}

function reaches({ mean, halfWidth = 0 }: MeanInterval, zooMean: number): boolean {
  return mean + halfWidth >= zooMean;
}

function renderCurves(envId: string): string {
  return `## ${envId}

The mean return of the last 100 training episodes, exploration included, mean over the seeds; dashed lines are Stable-Baselines3's, measured
on the same machine. Over wall time they are drawn only where nothing else ran (\`--alone\`).

![Return over environment steps](curves/${envId}-steps.svg)
![Return over wall time](curves/${envId}-seconds.svg)`;
}
