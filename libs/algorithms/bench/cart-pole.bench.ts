/**
 * A learner on CartPole-v1 with RL-Zoo's preset: the mean of 20 evaluation episodes a seed, and the speed.
 * Run: `node_modules/.bin/tsx --conditions=@cartwheel/source libs/algorithms/bench/cart-pole.bench.ts ALGORITHM STEPS SEED…`
 */
import { evaluatePolicy } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import { createAlgorithm, presetFor } from '../src/index.ts';

const ENV_ID = 'CartPole-v1';
const [algorithm = 'ppo', steps = '0', ...seeds] = process.argv.slice(2);
const totalTimesteps = Number(steps) || (presetFor(algorithm, ENV_ID)?.totalTimesteps ?? 100_000);

for (const seed of seeds.map(Number)) {
  const model = await createAlgorithm(algorithm, ENV_ID, { seed, preset: 'tuned' });
  const { seconds, timesteps } = await model.learn({ totalTimesteps });
  const { meanReturn, stdReturn } = await evaluatePolicy(model, makeEnv(ENV_ID), { episodes: 20, seed: 1000 });
  process.stdout.write(
    `${algorithm} seed ${seed}: return ${meanReturn.toFixed(1)} ± ${stdReturn.toFixed(1)}, ${seconds.toFixed(1)} s, ` +
      `${(timesteps / seconds).toFixed(0)} steps/s, weights ${model.weightsHash().slice(0, 16)}\n`,
  );
}
