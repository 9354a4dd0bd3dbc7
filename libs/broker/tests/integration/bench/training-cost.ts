import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { median } from './quantile.ts';

const BIN = fileURLToPath(new URL('../../../../../apps/trainer/bin/cartwheel.js', import.meta.url));
const STEPS = 150_000;
const ROUNDS = Number(process.env['BENCH_PAIRS'] ?? 7);

/** P1: steps per second of `cartwheel train`, with Redis and a tracker on, as a share of those without. */
export async function measureTrainingCost(): Promise<string[]> {
  await using server = await startRedisServer();
  const out = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
  const ratios: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const without = await stepsPerSecond(out, []);
      const observed = await stepsPerSecond(out, ['--redis', server.url, '--tensorboard', join(out, 'logs')]);
      ratios.push(observed / without);
    }
  } finally {
    await rm(out, { recursive: true });
  }
  const cost = 100 * (1 - median(ratios));
  return [
    `| what Redis and TensorBoard cost PPO on CartPole-v1 in steps per second (P1), median of ${ROUNDS} alternating pairs of ${STEPS.toLocaleString('en-US')} steps | ${cost.toFixed(1)} % | ≤ 3 % |`,
  ];
}

async function stepsPerSecond(out: string, flags: readonly string[]): Promise<number> {
  const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', `${STEPS}`, '--eval-episodes', '0'];
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, ...train, '--json', '--out', out, ...flags]);
  const finished: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  if (typeof finished === 'object' && finished !== null && 'stepsPerSecond' in finished)
    return Number(finished.stepsPerSecond);
  throw new Error('Expected the last line to tell the steps per second.');
}
