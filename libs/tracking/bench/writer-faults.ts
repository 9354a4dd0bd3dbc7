/** T1 in the long form: kills writers of one store at random moments, and counts what is missing. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killWriters } from '../tests/integration/faults/killed-writers.ts';
import { seededRandom } from '../tests/integration/faults/seeded-random.ts';
import { compiledPrograms } from '../tests/integration/start-program.ts';
import { whole } from './medians.ts';

const KILLS = 200;
const AT_ONCE = 4;

const dir = await mkdtemp(join(tmpdir(), 'cartwheel-faults-'));
try {
  const programs = join(dir, 'programs');
  await mkdir(programs);
  const start = await compiledPrograms(programs);
  const options = { kills: KILLS, atOnce: AT_ONCE, start, random: seededRandom(10) };
  const { kills, flushed, lost, wrong } = await killWriters({ dir: join(dir, 'store'), ...options });
  const table = [
    '| SIGKILLs of a writer (T1) | points flushed before | lost | runs with torn or wrong points |',
    '| ---: | ---: | ---: | ---: |',
    `| ${kills} | ${whole(flushed)} | ${lost} | ${wrong} |`,
  ];
  process.stdout.write(`${table.join('\n')}\n`);
} finally {
  await rm(dir, { recursive: true, force: true });
}
