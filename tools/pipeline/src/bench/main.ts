// `npm run bench`: joins the results of all suites, and ends with 1 where a ratio has fallen. docs/benchmarks/README.md tells more.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { RECORDS } from '../read-record.ts';
import { runBench } from './run-bench.ts';
import { commandsOf } from './suites.ts';

const { values } = parseArgs({
  options: {
    /** Suites to measure first: names separated by commas, or `all`. */
    run: { type: 'string' },
    /** A Python with the peers of `speed`. */
    python: { type: 'string' },
    /** Where the results are, if not in docs/benchmarks. */
    folder: { type: 'string' },
    accept: { type: 'boolean', default: false },
  },
});

const folder = values.folder === undefined ? RECORDS : pathToFileURL(`${values.folder}/`);
const commands = values.run === undefined ? [] : commandsOf({ names: values.run, python: values.python });
const broken = commands.filter((command) => spawnSync('npm', ['run', ...command], { stdio: 'inherit' }).status !== 0);
const faults = [
  ...broken.map(([script]) => `npm run ${script} failed: what it measured before is what is joined`),
  ...runBench({ folder, accept: values.accept }),
];
execFileSync('npx', ['--no-install', 'oxfmt', fileURLToPath(folder)], { stdio: 'ignore' });
process.stdout.write(faults.length === 0 ? 'No ratio has fallen.\n' : `${faults.join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
