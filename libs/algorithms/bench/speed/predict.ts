/** Prints the microseconds that `predict` takes for one observation, the median of some rounds. */
import { PPO } from '../../src/index.ts';
import { median } from './median.ts';

const CALLS = 2000;
const model = await PPO.create('CartPole-v1', { seed: 0 });
const observation = Float32Array.of(0.01, 0, 0.02, 0);
const rounds = Array.from({ length: 50 }, () => {
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) model.predict(observation, { deterministic: true });
  return (1000 * (performance.now() - start)) / CALLS;
});
process.stdout.write(`${median(rounds)}\n`);
