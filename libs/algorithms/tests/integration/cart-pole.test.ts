import { evaluatePolicy, type Policy } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import { expect, it } from '@jest/globals';
import { A2C } from '../../src/a2c/a2c.ts';
import { ARS } from '../../src/ars/ars.ts';
import { DQN } from '../../src/dqn/dqn.ts';

// RL-Zoo's presets. PPO's is trained by the trainer's own test.

const SOLVED = 475;
const evaluation = { episodes: 20, seed: 1000 };

async function meanReturnOf(policy: Policy): Promise<number> {
  return (await evaluatePolicy(policy, makeEnv('CartPole-v1'), evaluation)).meanReturn;
}

it('A2C has solved CartPole-v1 after its 500,000 steps', async () => {
  const model = await A2C.create('CartPole-v1', { seed: 0, preset: 'tuned' });
  await model.learn({ totalTimesteps: 500_000 });
  expect(await meanReturnOf(model)).toBeGreaterThanOrEqual(SOLVED);
}, 300_000);

/** Where this preset ends is luck: at 500 for five of eight seeds, here as in Stable-Baselines3 (docs/algorithms/dqn.md). */
it('DQN has solved CartPole-v1 after its 50,000 steps, with one of three seeds', async () => {
  const returns: number[] = [];
  for (const seed of [2, 3, 4]) {
    const model = await DQN.create('CartPole-v1', { seed, preset: 'tuned' });
    await model.learn({ totalTimesteps: 50_000 });
    returns.push(await meanReturnOf(model));
    if (Math.max(...returns) >= SOLVED) break;
  }
  expect(Math.max(...returns)).toBeGreaterThanOrEqual(SOLVED);
}, 600_000);

it('ARS has solved CartPole-v1 after its 50,000 steps', async () => {
  const model = await ARS.create('CartPole-v1', { seed: 0, preset: 'tuned' });
  await model.learn({ totalTimesteps: 50_000 });
  expect(await meanReturnOf(model)).toBeGreaterThanOrEqual(SOLVED);
}, 300_000);
