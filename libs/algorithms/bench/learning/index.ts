/**
 * The table of results: trains every cell with RL-Zoo's preset, seed after seed, appends each run to
 * docs/benchmarks/learning.json and renders docs/benchmarks/learning.md. What the file has already is skipped, so it can
 * be stopped at any moment and started again.
 *
 * Run: `npm run bench:learning -- [--env ID]… [--algo NAME]… [--seeds 5] [--fresh] [--peer] [--alone] [--render]`;
 * `--fresh` trains the chosen cells anew, `--peer` trains Stable-Baselines3 instead, for the curves, `--alone` says that
 * nothing else runs on the machine, and `--render` only writes the page and the pictures anew.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeEnv } from '@cartwheel/envs';
import { algorithmNames, presetFor } from '../../src/index.ts';
import { CELLS, type Cell } from './cells.ts';
import { isPeerCell, trainPeerRun } from './peer-run.ts';
import { renderResults } from './render/render-results.ts';
import { appendResult, forgetResults, isSameRun, readResults, type RunKey } from './results.ts';
import { trainRun } from './train-run.ts';

const folder = fileURLToPath(new URL('../../../../docs/benchmarks/', import.meta.url));
const file = `${folder}learning.json`;
const { values } = parseArgs({
  options: {
    env: { type: 'string', multiple: true },
    algo: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '5' },
    fresh: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
  },
});

const source = values.peer ? 'stable-baselines3' : 'cartwheel';
if (values.fresh && !values.render) forgetResults(file, (run) => run.source === source && isChosen(run));

for (const run of values.render ? [] : missingRuns(CELLS.filter(isChosen), Number(values.seeds))) {
  const name = `${run.source}: ${run.algorithm} in ${run.envId}, seed ${run.seed}, ${run.timesteps} steps`;
  process.stdout.write(`${name} …\n`);
  const result = run.source === 'cartwheel' ? await trainRun(run) : trainPeerRun(run);
  appendResult(file, values.alone ? { ...result, isAlone: true } : result);
  renderResults(readResults(file), folder);
  process.stdout.write(`${name}: ${result.meanReturn} ± ${result.stdReturn} in ${result.seconds} s\n`);
}
renderResults(readResults(file), folder);

function isChosen({ algorithm, envId }: Pick<Cell, 'algorithm' | 'envId'>): boolean {
  return (values.env?.includes(envId) ?? true) && (values.algo?.includes(algorithm) ?? true);
}

/** Cell by cell, those that can be trained here and are not in the file yet. */
function missingRuns(cells: readonly Cell[], seeds: number): RunKey[] {
  const done = readResults(file);
  return cells
    .filter((cell) => (values.peer ? isPeerCell(cell) : isTrainable(cell)))
    .flatMap(({ algorithm, envId, zoo: { timesteps } }) =>
      Array.from({ length: seeds }, (_, seed) => ({ source, algorithm, envId, seed, timesteps }) as const),
    )
    .filter((run) => !done.some((other) => isSameRun(run, other)));
}

/** Whether there is such an algorithm, such an environment, and a preset for both. */
function isTrainable({ algorithm, envId }: Cell): boolean {
  return algorithmNames().includes(algorithm) && presetFor(algorithm, envId) !== undefined && isThere(envId);
}

function isThere(envId: string): boolean {
  try {
    makeEnv(envId).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'envs/unknown-env') return false;
    throw error;
  }
}
