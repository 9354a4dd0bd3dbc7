/**
 * `npm run bench:speed`: ours beside Stable-Baselines3 and SBX, alternating, round by round; the results in
 * docs/benchmarks/speed.json, what they say in docs/benchmarks/speed.md. What is there already is not run again, so that it
 * may be interrupted and called again. The page tells how to use it.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cells } from './cells.ts';
import { FOLDER, readResults, writeResults } from './results.ts';
import { nextRuns } from './next-runs.ts';
import { renderPage, writePage } from './render-page.ts';
import { runContender } from './run-contender.ts';

const { values: options } = parseArgs({
  options: {
    /** A Python that has stable-baselines3, sb3-contrib, sbx-rl and gymnasium. */
    python: { type: 'string' },
    /** Cells by their ids, separated by commas; all of them by default. */
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    /** No run begins after so many seconds. */
    budget: { type: 'string', default: 'Infinity' },
    /** What else there is to know of the machine, for the page. */
    note: { type: 'string' },
    /** Runs the chosen cells anew. */
    fresh: { type: 'boolean', default: false },
  },
});

const chosen = options.only?.split(',') ?? cells.map(({ id }) => id);
const results = readResults();
if (options.fresh) for (const id of chosen) delete results.cells[id];
if (options.note !== undefined) results.machine['note'] = options.note;
const endsAt = performance.now() + 1000 * Number(options.budget);

for (const cell of cells.filter(({ id }) => chosen.includes(id))) {
  for (const contender of nextRuns(cell, results, { python: options.python, rounds: Number(options.rounds) })) {
    if (performance.now() > endsAt) break;
    process.stderr.write(`${cell.id}: ${contender.name} … `);
    const value = runContender(contender, options.python);
    const values = ((results.cells[cell.id] ??= {})[contender.name] ??= []);
    values.push(value);
    writeResults(results, options.python);
    process.stderr.write(`${value}\n`);
  }
}
writeResults(results, options.python);
writePage(renderPage(cells, results));
// Both files are checked like all others.
execFileSync('npx', ['--no-install', 'oxfmt', fileURLToPath(FOLDER)]);
