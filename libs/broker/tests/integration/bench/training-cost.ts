import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startRedisServer } from '@cartwheel/dev-services/redis';

const BENCH = fileURLToPath(new URL('../../../../session/bench/observation-cost.bench.ts', import.meta.url));

interface Cost {
  share: number;
  standardError: number;
  stretches: number;
  steps: number;
}

/** P1, as a training tells that is observed in every other stretch. It composes what lies above the broker: a process of its own. */
export async function measureTrainingCost(): Promise<string[]> {
  await using server = await startRedisServer();
  const flags = ['-C', '@cartwheel/source', '--import', 'tsx'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, BENCH, server.url]);
  const { share, standardError, stretches, steps } = JSON.parse(stdout) as Cost;
  const fewer = (100 * share) / (1 + share);
  const error = (100 * standardError).toFixed(1);
  return [
    `| what the run store, Redis and TensorBoard's files cost PPO on CartPole-v1 in steps per second (P1), ± ${error} (standard error of ${stretches} stretches, in turns with as many without, of a training of ${steps.toLocaleString('en-US')} steps) | ${fewer.toFixed(1)} % | ≤ 3 % |`,
  ];
}
