/** Prints how many steps a second a vector of CartPole-v1 takes, the best of some rounds. Argument: NUM_ENVS. */
import { createVectorEnv } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';

const STEPS = 200_000;
const ROUNDS = 25;
const numEnvs = Number(process.argv[2]);
const vector = createVectorEnv('CartPole-v1', { numEnvs });
const random = createGenerator(0);
const batches = Array.from({ length: 64 }, () => Int32Array.from({ length: numEnvs }, () => random.integers(2)));
vector.reset({ seed: 0 });

let bestMs = Infinity;
const vectorSteps = Math.floor(STEPS / numEnvs);
for (let round = 0; round < ROUNDS; round++) {
  const start = performance.now();
  for (let i = 0; i < vectorSteps; i++) vector.step(batches[i & 63]);
  bestMs = Math.min(bestMs, performance.now() - start);
}
process.stdout.write(`${(1000 * vectorSteps * numEnvs) / bestMs}\n`);
