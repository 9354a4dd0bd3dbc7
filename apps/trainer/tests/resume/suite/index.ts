/**
 * `npm run test:resume`: kills trainings at random moments, resumes them, and compares them with trainings that nobody
 * killed; the results in docs/benchmarks/resume.json, what they say in docs/benchmarks/resume.md. What is there already is
 * not done again, so that it may be interrupted and called again. The page tells how to use it.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { argumentsOf, longArgumentsOf, RESUME_CASES, type ResumeCase } from '../cases.ts';
import type { Runner } from '../kill-and-resume.ts';
import { measurePpo, measureSac } from './checkpoint-cost.ts';
import { killOnce, measureWhole } from './kill-suite.ts';
import { crossNodes, NODE_PAIRS } from './node-suite.ts';
import { renderPage, writePage } from './render-page.ts';
import { FOLDER, readResults, writeResults, type Whole } from './results.ts';

const { values: options } = parseArgs({
  options: {
    /** Of each algorithm. */
    kills: { type: 'string', default: '50' },
    /** Algorithms, separated by commas; all of them by default. */
    only: { type: 'string' },
    /** Also begin runs on one major version of Node and end them on another. */
    nodes: { type: 'boolean', default: false },
    /** Also measure anew what checkpoints cost: `ppo`, `sac` or both, separated by a comma. */
    costs: { type: 'string', default: '' },
    /** What runs `cartwheel`: a built `main.js` starts faster than the sources. */
    program: { type: 'string' },
    /** No run begins after so many seconds. */
    budget: { type: 'string', default: 'Infinity' },
    /** What else there is to know of the machine, for the page. */
    note: { type: 'string' },
    /** Only writes the page. */
    render: { type: 'boolean', default: false },
  },
});

const results = readResults();
const runner: Runner = options.program === undefined ? {} : { program: options.program };
const chosen = RESUME_CASES.filter((name) => options.only?.split(',').includes(name) ?? true);
const endsAt = performance.now() + 1000 * Number(options.budget);
const isInTime = (): boolean => !options.render && performance.now() < endsAt;

/** Round by round, so that all algorithms have been killed as often where it is interrupted. */
async function killAll(): Promise<void> {
  for (let index = 0; index < Number(options.kills); index++) {
    for (const name of chosen) {
      if (!isInTime()) return;
      const whole = await wholeOf(name);
      const kills = (results.kills[name] ??= []);
      if (kills.length > index) continue;
      const kill = await killOnce(name, whole, index, runner);
      kills.push(kill);
      writeResults(results);
      process.stderr.write(`${name} ${index + 1}: ${kill.at}, ${kill.isEqual ? 'equal' : 'NOT EQUAL'}\n`);
    }
  }
}

/** Kills of another run than that of today are forgotten. */
async function wholeOf(name: ResumeCase): Promise<Whole> {
  const known = results.wholes[name];
  if (known?.train === longArgumentsOf(name).join(' ')) return known;
  const whole = await measureWhole(longArgumentsOf(name), runner);
  results.wholes[name] = whole;
  results.kills[name] = [];
  writeResults(results);
  return whole;
}

async function crossAll(): Promise<void> {
  for (const pair of NODE_PAIRS) {
    const equal = (results.nodes[pair.join(' → ')] ??= {});
    for (const name of chosen) {
      if (equal[name] !== undefined || !isInTime()) continue;
      equal[name] = await crossNodes(argumentsOf(name), pair, runner);
      writeResults(results);
      process.stderr.write(`${name}, Node ${pair.join(' → ')}: ${equal[name] ? 'equal' : 'NOT EQUAL'}\n`);
    }
  }
}

if (options.note !== undefined) results.machine['note'] = options.note;
await killAll();
if (options.nodes) await crossAll();
if (options.costs.includes('ppo')) results.costs['ppo'] = await measurePpo();
if (options.costs.includes('sac')) results.costs['sac'] = await measureSac();
writeResults(results);
writePage(renderPage(results));
// Both files are checked like all others.
execFileSync('npx', ['--no-install', 'oxfmt', fileURLToPath(FOLDER)]);
const areKillsEqual = Object.values(results.kills).every((kills) => kills.every(({ isEqual }) => isEqual));
const areNodesEqual = Object.values(results.nodes).every((equal) => !Object.values(equal).includes(false));
process.exitCode = areKillsEqual && areNodesEqual ? 0 : 1;
