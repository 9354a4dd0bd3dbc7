import { writeFileSync } from 'node:fs';
import type { Cell, Target } from './cells.ts';
import { median } from './median.ts';
import { FOLDER, type Results } from './results.ts';

const PAGE = new URL('speed.md', FOLDER);

const HOW_TO = `Ours beside Stable-Baselines3 (SB3), SBX and PyTorch on one machine: each number is the median of its runs (three by default),
one program after the other in turns. A training's seconds are those inside of \`learn\`, SBX's compilation included; of SB3 the better of
one thread and two counts (the slower is run once), and SBX has both. "2 threads" of ours is \`--threads auto\`. "ours"
is WebAssembly; "ours native" is \`--backend native\`, the same bits in machine code ([how](../adr/0036-native-kernels-with-the-same-bits.md)).

## How to run it

\`\`\`sh
python3.11 -m venv peers
peers/bin/pip install stable-baselines3==2.9.2 sb3-contrib==2.9.2 sbx-rl gymnasium==1.4.0
npx nx build trainer
npm run setup:native
npm run bench:speed -- --python peers/bin/python
\`\`\`

What \`speed.json\` has already is not measured again: it may be interrupted and called again. \`--only ID,ID\` takes some cells,
\`--fresh\` measures them anew, \`--note TEXT\` says what else was going on, \`--budget 170\` begins nothing after so many seconds, \`--rounds 5\` wants more. Without
\`--python\` only ours run, without native kernels only WebAssembly. A cell more is an entry in \`libs/algorithms/bench/speed/cells.ts\`; a training is one line of its
\`trainings\`, and its hyperparameters for Python lie in \`python/train.py\`. Let nothing else run meanwhile.
`;

export function renderPage(cells: readonly Cell[], results: Results): string {
  const measured = cells.filter(({ id }) => results.cells[id] !== undefined);
  const { note, ...versions } = results.machine;
  const machine = Object.entries(versions).map(([name, value]) => `${name} ${value}`);
  return [
    '# Speed',
    'Written by `npm run bench:speed` from [speed.json](speed.json); edit neither.',
    HOW_TO.trim(),
    '## Results',
    `On ${machine.join(', ')}.`,
    ...(note === undefined ? [] : [note]),
    ...measured.map((cell) => renderCell(cell, results)),
    '',
  ].join('\n\n');
}

export function writePage(page: string): void {
  writeFileSync(PAGE, page.trimEnd() + '\n');
}

function renderCell(cell: Cell, results: Results): string {
  const values = results.cells[cell.id];
  const rows = cell.contenders
    .filter(({ name }) => values[name] !== undefined)
    .map(({ name }) => `| ${name} | ${format(median(values[name]))} | ${values[name].map(format).join(', ')} |`);
  const ratios = cell.targets.flatMap((target) => renderTarget(cell, target, values));
  const table = [`| | median, ${cell.unit} | runs |`, '|---|---|---|', ...rows].join('\n');
  return [`### ${cell.title}`, table, ...ratios].join('\n\n');
}

function renderTarget(cell: Cell, target: Target, values: Readonly<Record<string, number[]>>): string[] {
  const ours = median(values[target.ours] ?? []);
  const isRate = cell.unit === 'steps/s';
  const theirs = target.theirs.map((name) => median(values[name] ?? [])).filter((value) => !Number.isNaN(value));
  if (Number.isNaN(ours) || theirs.length === 0) return [];
  const ratio = isRate ? ours / Math.max(...theirs) : Math.min(...theirs) / ours;
  const met =
    target.least === undefined
      ? ''
      : `; at least ${target.least} wanted: ${ratio >= target.least ? 'met' : '**missed**'}`;
  return [`${target.ours}: **${ratio.toFixed(2)} times** as fast as ${target.label}${met}.`];
}

function format(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
