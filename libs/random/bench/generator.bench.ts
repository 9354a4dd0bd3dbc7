/**
 * Nanoseconds a draw.
 * Run: `node_modules/.bin/tsx --conditions=@cartwheel/source libs/random/bench/generator.bench.ts`
 */
import { createGenerator } from '../src/index.ts';

const random = createGenerator(1);
const order = random.permutation(2048);
const draws: Record<string, [draw: () => number, weight: number]> = {
  random: [() => random.random(), 1],
  uniform: [() => random.uniform(-0.05, 0.05), 1],
  'integers(6)': [() => random.integers(6), 1],
  standardNormal: [() => random.standardNormal(), 1],
  'shuffle, an element': [
    () => {
      random.shuffle(order);
      return order[0];
    },
    order.length,
  ],
};

for (const [name, [draw, weight]] of Object.entries(draws)) {
  process.stdout.write(`${name}: ${nanoseconds(draw, Math.round(2e6 / weight), weight).toFixed(1)} ns\n`);
}

/** The best of five rounds. */
function nanoseconds(draw: () => number, count: number, weight: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const startMs = performance.now();
    let sum = 0;
    for (let i = 0; i < count; i++) sum += draw();
    if (Number.isNaN(sum)) throw new Error('a draw was not a number');
    best = Math.min(best, (performance.now() - startMs) / count / weight);
  }
  return best * 1e6;
}
