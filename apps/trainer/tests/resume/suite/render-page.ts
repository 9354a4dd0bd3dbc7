import { writeFileSync } from 'node:fs';
import { RESUME_CASES } from '../cases.ts';
import { FOLDER, type Kill, type Results } from './results.ts';

const PAGE = new URL('resume.md', FOLDER);

const INTRO = `Written by \`npm run test:resume\` from [resume.json](resume.json); edit neither.

Trainings with small nets are killed with SIGKILL at random moments of their lives, from the start of the process to its end,
and resumed until they are done. The weights at the end and all points that are not marked \`clock\` are compared, to the bit,
with those of a training that nobody killed.

## How to run it

\`\`\`sh
npm run test:resume                        # 50 kills of each algorithm
npm run test:resume -- --kills 5 --only sac
npm run test:resume -- --nodes --costs ppo,sac
\`\`\`

What \`resume.json\` has already is not done again: it may be interrupted and called again; \`--budget 600\` begins nothing after so
many seconds. \`--nodes\` also begins runs on one version of Node and ends them on another, \`--costs\` measures what checkpoints
cost (let nothing else run meanwhile). The moments are the same each time. The exit code is 1 where one came out otherwise. Ten kills, and those that
are aimed (within a checkpoint, a transaction, the final evaluation, a steered change), run in the integration tests.`;

export function renderPage(results: Results): string {
  const { processor, node, note } = results.machine;
  return [
    '# Resume',
    INTRO,
    '## Results',
    `On ${processor}, Node ${node}.`,
    ...(note === undefined ? [] : [note]),
    renderKills(results),
    ...renderNodes(results),
    ...renderCosts(results),
    '',
  ].join('\n\n');
}

export function writePage(page: string): void {
  writeFileSync(PAGE, `${page.trimEnd()}\n`);
}

function renderKills({ wholes, kills }: Results): string {
  const rows = RESUME_CASES.filter((name) => wholes[name] !== undefined).map((name) => {
    const done = kills[name] ?? [];
    const { ms, pointCount } = wholes[name];
    const equal = done.filter(({ isEqual }) => isEqual).length;
    const early = done.filter(({ at }) => at.startsWith('before')).length;
    return `| ${name} | ${(ms / 1000).toFixed(1)} s | ${pointCount} | ${done.length} | ${early} | ${equal} |`;
  });
  const all = Object.values(kills).flat();
  return [
    '### Kills',
    '',
    '| | a run, process start to end | points compared | kills | of which before it told of a step | equal to the bit |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    `${countOf(all, true)} of ${all.length} came out equal.${sayUnequal(kills)}`,
  ].join('\n');
}

function sayUnequal(kills: Results['kills']): string {
  const unequal = Object.entries(kills).flatMap(([name, done]) =>
    done.filter(({ isEqual }) => !isEqual).map(({ afterMs, at }) => `${name} after ${afterMs} ms (${at})`),
  );
  return unequal.length === 0 ? '' : ` **Not equal**: ${unequal.join(', ')}.`;
}

function countOf(kills: readonly Kill[], wanted: boolean): number {
  return kills.filter(({ isEqual }) => isEqual === wanted).length;
}

function renderNodes({ nodes }: Results): string[] {
  if (Object.keys(nodes).length === 0) return [];
  const rows = Object.entries(nodes).map(([pair, equal]) => {
    const cells = RESUME_CASES.map((name) =>
      equal[name] === undefined ? '' : equal[name] ? 'equal' : '**not equal**',
    );
    return `| ${pair} | ${cells.join(' | ')} |`;
  });
  return [
    '### Across versions of Node',
    'Begun with one major version, killed half-way, ended with another; compared with a run that the first one trained alone.',
    [`| Node | ${RESUME_CASES.join(' | ')} |`, `| --- |${' --- |'.repeat(RESUME_CASES.length)}`, ...rows].join('\n'),
  ];
}

function renderCosts({ costs: { ppo, sac } }: Results): string[] {
  const parts = ['### What a checkpoint costs'];
  if (ppo !== undefined) {
    parts.push(
      `PPO on CartPole-v1, tuned: a checkpoint every 10,000 steps takes **${ppo['sharePercent'].toFixed(2)} ± ${ppo['standardErrorPercent'].toFixed(2)} %** of the ` +
        `processor time of the thread that trains (at most 1 % wanted: ${verdict(ppo['sharePercent'] <= 1)}), ${ppo['msEach'].toFixed(1)} ms each. Measured on one thread, within one training ` +
        `in which stretches with one every 1,024 steps, ${ppo['measured']} in all, and stretches without took turns; ± is the standard error. At a checkpoint training stood still for ` +
        `${ppo['heldUpMsMedian'].toFixed(2)} ms (median of ${ppo['checkpoints']}; the longest ${ppo['heldUpMsMost'].toFixed(1)} ms).`,
    );
  }
  if (sac !== undefined) {
    parts.push(
      `SAC with a replay buffer of 10^6 transitions of HalfCheetah's shapes, filled one and a half times: at a checkpoint training stood ` +
        `still for ${sac['heldUpMsMedian'].toFixed(1)} ms (median of ${sac['checkpoints']}), at most **${sac['heldUpMsMost'].toFixed(1)} ms** ` +
        `(at most 100 ms wanted: ${verdict(sac['heldUpMsMost'] <= 100)}); at safe points without one, at most ${sac['heldUpMsMostWithout'].toFixed(1)} ms. ` +
        `On disk the run had at most ${sac['megabytesOnDiskMost'].toFixed(0)} MB at any checkpoint, of a buffer of ${sac['megabytesInMemory'].toFixed(0)} MB in memory.`,
    );
  }
  return parts.length > 1 ? parts : [];
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : '**missed**';
}
