/**
 * PPO on CartPole-v1 with RL-Zoo's preset, 100,000 steps a seed: the mean of 20 evaluation episodes, and the speed.
 * Run: `node_modules/.bin/tsx --conditions=@cartwheel/source libs/algorithms/bench/ppo-cart-pole.bench.ts 0 1 2`
 */
import { evaluatePolicy } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import { PPO, presetFor } from '../src/index.ts';

const ENV_ID = 'CartPole-v1';
const totalTimesteps = presetFor('ppo', ENV_ID)?.totalTimesteps ?? 100_000;

for (const seed of process.argv.slice(2).map(Number)) {
  const model = await PPO.create(ENV_ID, { seed, preset: 'tuned' });
  const { seconds, timesteps } = await model.learn({ totalTimesteps });
  const { meanReturn, stdReturn } = await evaluatePolicy(model, makeEnv(ENV_ID), { episodes: 20, seed: 1000 });
  process.stdout.write(
    `seed ${seed}: return ${meanReturn.toFixed(1)} ± ${stdReturn.toFixed(1)}, ${seconds.toFixed(1)} s, ` +
      `${(timesteps / seconds).toFixed(0)} steps/s, weights ${model.weightsHash().slice(0, 16)}\n`,
  );
}
