/** T2 and R2 in the long form: kills trackers' servers and relaying processes, and counts what is missing or doubled. Its argument: which tracker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunId } from '@cartwheel/experiment-state';
import { aimServer, initRepo } from '../tests/integration/aim/aim-server.ts';
import {
  breakRelays,
  type FaultyRelaysOptions,
  type FaultyRelaysReport,
} from '../tests/integration/faults/faulty-relays.ts';
import { seededRandom } from '../tests/integration/faults/seeded-random.ts';
import { compiledPrograms } from '../tests/integration/start-program.ts';
import { pythonPrograms } from '../tests/integration/python-environment.ts';
import { mlflowServer, MLFLOW } from '../tests/integration/trackers/mlflow-server.ts';
import { readAimPoints } from '../tests/integration/trackers/read-aim.ts';
import { createEventReader } from '../tests/integration/trackers/read-events.ts';
import { heldByMlflow, readMlflowPoints } from '../tests/integration/trackers/read-mlflow.ts';
import { whole } from './medians.ts';

const SERVER_KILLS = 20;

const dir = await mkdtemp(join(tmpdir(), 'cartwheel-faults-'));
const start = await compiledPrograms(await mkdtemp(join(dir, 'programs-')));

async function programsOf(requirement: string): Promise<string> {
  const programs = await pythonPrograms(requirement);
  if (!programs) throw new Error(`${requirement} needs python3.11, 3.10 or 3.9 with its venv module.`);
  return programs;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

type Fault = Pick<FaultyRelaysOptions, 'tracker' | 'server' | 'read' | 'held'>;

async function breakRelay(fault: Fault, kills: { serverKills: number; writerKills: number }): Promise<string> {
  const started = performance.now();
  const report = await breakRelays({ dir, start, runId: createRunId(), random: seededRandom(20), ...fault, ...kills });
  say(`${fault.tracker}: ${JSON.stringify(report)} in ${whole((performance.now() - started) / 1000)} s`);
  return row(fault.tracker.split(' ')[0] ?? '', report);
}

function row(name: string, { serverKills, writerKills, points, lost, doubled, wrong }: FaultyRelaysReport): string {
  return `| ${name} | ${serverKills} | ${writerKills} | ${whole(points)} | ${lost} | ${doubled} | ${wrong} |`;
}

async function breakAim(): Promise<string> {
  const programs = await programsOf('aim==3.29.1');
  const repo = await mkdtemp(join(dir, 'aim-'));
  await initRepo(programs, repo);
  const server = await aimServer(programs, repo);
  await server.start();
  try {
    const fault = { tracker: `aim ${server.url}`, server, read: (runId: string) => readAimPoints(server, runId) };
    return await breakRelay(fault, { serverKills: SERVER_KILLS, writerKills: SERVER_KILLS });
  } finally {
    await server.kill();
  }
}

async function breakMlflow(): Promise<string> {
  const server = await mlflowServer(await programsOf(MLFLOW), await mkdtemp(join(dir, 'mlflow-')));
  await server.start();
  try {
    const read = (runId: string) => readMlflowPoints(server, runId);
    const fault = { tracker: `mlflow ${server.url}`, server, read, held: heldByMlflow };
    return await breakRelay(fault, { serverKills: SERVER_KILLS, writerKills: SERVER_KILLS });
  } finally {
    await server.kill();
  }
}

async function breakTensorBoard(): Promise<string> {
  const events = await createEventReader();
  const logs = join(dir, 'tensorboard');
  const read = async (runId: string) => (await events?.points(join(logs, 'default', runId))) ?? [];
  return breakRelay({ tracker: `tensorboard ${logs}`, read }, { serverKills: 0, writerKills: SERVER_KILLS });
}

const FAULTS = { aim: breakAim, mlflow: breakMlflow, tensorboard: breakTensorBoard };

const name = process.argv[2];
if (name !== 'aim' && name !== 'mlflow' && name !== 'tensorboard') throw new Error(`No such tracker: ${name}`);
try {
  const table = [
    '| tracker (T2, R2) | SIGKILLs of its server | SIGKILLs of the relaying process | points | lost | doubled | wrong |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    await FAULTS[name](),
  ];
  process.stdout.write(`${table.join('\n')}\n`);
} finally {
  await rm(dir, { recursive: true, force: true });
}
