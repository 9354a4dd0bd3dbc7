import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVectorEnv, type VectorEnv } from '@cartwheel/envs';
import { createWorkerVectorEnv } from '@cartwheel/envs/node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCheckpoint } from '../../src/checkpoint/node/index.ts';
import { createAlgorithm } from '../../src/registry.ts';
import { WORKERS, WORKERS_PPO } from '../fixtures/workers-ppo.ts';

const program = fileURLToPath(new URL('../fixtures/train-in-workers.ts', import.meta.url));
const STEPS = 900;
const LONG = 120_000;

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-workers-'));
  const child = spawn(process.execPath, ['-C', '@cartwheel/source', '--import', 'tsx', program, join(dir, 'kept')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await closed;
}, LONG);
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Learns to the end in `env`; from the checkpoint that the killed process left, or from the start. */
async function weightsIn(env: VectorEnv, from?: string): Promise<string> {
  const model = await createAlgorithm('ppo', env, WORKERS_PPO);
  try {
    if (from !== undefined) await (await readCheckpoint(from)).restoreInto(model, () => dir);
    await model.learn({ untilTimesteps: STEPS });
    return model.weightsHash();
  } finally {
    model.dispose();
    env.close();
  }
}

describe('a training whose environments are in worker threads, killed', () => {
  it.each([
    ['in worker threads', () => createWorkerVectorEnv('CartPole-v1', WORKERS)],
    ['in one thread', () => Promise.resolve(createVectorEnv('CartPole-v1', { numEnvs: WORKERS.numEnvs }))],
  ])(
    'goes on to the bit %s',
    async (_where, open) => {
      const whole = await weightsIn(createVectorEnv('CartPole-v1', { numEnvs: WORKERS.numEnvs }));
      expect(await weightsIn(await open(), join(dir, 'kept'))).toBe(whole);
    },
    LONG,
  );
});
