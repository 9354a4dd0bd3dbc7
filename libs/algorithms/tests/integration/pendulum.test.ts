import { evaluatePolicy } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import { expect, it } from '@jest/globals';
import { SAC } from '../../src/sac/sac.ts';

/** A quarter of RL-Zoo's budget. */
it('SAC swings Pendulum-v1 up and holds it after 5,000 steps: a mean return of at least −200', async () => {
  const model = await SAC.create('Pendulum-v1', { seed: 0, preset: 'tuned' });
  await model.learn({ totalTimesteps: 5_000 });
  const { meanReturn } = await evaluatePolicy(model, makeEnv('Pendulum-v1'), { episodes: 20, seed: 1000 });
  expect(meanReturn).toBeGreaterThanOrEqual(-200);
}, 1_200_000);
