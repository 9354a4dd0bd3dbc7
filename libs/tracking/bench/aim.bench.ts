/**
 * Points per second landed on one Aim server: this client beside Aim's own SDK in Python, in turns.
 * Run: `npm run bench:tracking`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AimConnection, AimRun } from '../src/aim/index.ts';
import { metricPoint } from '../src/testing/records.ts';
import { aimServer, initRepo } from '../tests/integration/aim/aim-server.ts';
import { pythonPrograms } from '../tests/integration/python-environment.ts';
import { medians, whole } from './medians.ts';

const STEPS = 1500;
const ROUNDS = 3;

const program = `
import json, sys, time
from aim import Run

run = Run(repo=sys.argv[1], system_tracking_interval=None, log_system_params=False)
start = time.perf_counter()
for step in range(${STEPS}):
    run.track(step / 7, name='train/loss', step=step, context={'subset': 'train'})
    run.track(-step, name='eval/mean_reward', step=step, context={'subset': 'test'})
run.close()
print(json.dumps(2 * ${STEPS} / (time.perf_counter() - start)))
`;

const programs = await pythonPrograms('aim==3.29.1');
if (!programs) throw new Error('Aim needs python3.11, 3.10 or 3.9 with its venv module.');
const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
await initRepo(programs, dir);
const server = await aimServer(programs, dir);
await server.start();

async function thisClient(): Promise<number> {
  const connection = await AimConnection.open({ url: server.url });
  const run = await AimRun.open(connection);
  const points = Array.from({ length: STEPS }, (_, step) => [
    metricPoint('train/loss', step, step / 7, { subset: 'train' }),
    metricPoint('eval/mean_reward', step, -step, { subset: 'test' }),
  ]).flat();
  const start = performance.now();
  await run.track(points);
  await run.close();
  const seconds = (performance.now() - start) / 1000;
  await connection.close();
  return points.length / seconds;
}

async function pythonSdk(): Promise<number> {
  const args = ['-W', 'ignore', '-c', program, server.url];
  const { stdout } = await promisify(execFile)(join(programs ?? '', 'python'), args);
  return Number(stdout.trim().split('\n').at(-1));
}

try {
  await thisClient();
  const rates = await medians({ pythonSdk, thisClient }, ROUNDS);
  const table = [
    '| points per second landed on an Aim server | |',
    '| --- | ---: |',
    `| this client | ${whole(rates.thisClient)} |`,
    `| Aim's SDK in Python (3.29.1) | ${whole(rates.pythonSdk)} |`,
    `| ratio (wanted: ≥ 5) | ${(rates.thisClient / rates.pythonSdk).toFixed(1)} |`,
  ];
  process.stdout.write(`${table.join('\n')}\n`);
} finally {
  await server.kill();
  await rm(dir, { recursive: true, force: true });
}
