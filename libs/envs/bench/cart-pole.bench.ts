/**
 * Steps a second of CartPole, alone and in vectors, and what a vector's step allocates.
 * Run: `node_modules/.bin/tsx --conditions=@cartwheel/source --expose-gc libs/envs/bench/cart-pole.bench.ts`
 * With `--python PATH`, a Python that has Gymnasium, also how many times as fast as Gymnasium's own vector CartPole a
 * vector of 1,024 is: the ratio of medians of three alternating runs.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGenerator } from '@cartwheel/random';
import { createVectorEnv, makeEnv } from '../src/index.ts';

/** Of a round: short, so that the best of many is one that nothing else disturbed. */
const STEPS = 200_000;
const ROUNDS = 25;
const { python } = parseArgs({ options: { python: { type: 'string' } } }).values;

process.stdout.write(`alone: ${format(benchSingle())} steps/s\n`);
for (const numEnvs of [1, 8, 64, 1024]) {
  const { stepsPerSecond, bytesPerStep } = benchVector(numEnvs);
  process.stdout.write(
    `vector of ${numEnvs}: ${format(stepsPerSecond)} steps/s, ${bytesPerStep.toFixed(1)} bytes a step\n`,
  );
}

if (python !== undefined) compareWithGymnasium(python, 1024);

function compareWithGymnasium(program: string, numEnvs: number): void {
  const script = fileURLToPath(new URL('vector_cart_pole.py', import.meta.url));
  const runs = Array.from({ length: 3 }, () => ({
    ours: benchVector(numEnvs).stepsPerSecond,
    theirs: Number(
      execFileSync(program, [script, String(numEnvs), String(STEPS), String(ROUNDS)], { encoding: 'utf8' }),
    ),
  }));
  const [ours, theirs] = [median(runs.map((run) => run.ours)), median(runs.map((run) => run.theirs))];
  process.stdout.write(
    `vector of ${numEnvs}: ${format(ours)} steps/s, Gymnasium's own ${format(theirs)}: ${(ours / theirs).toFixed(2)} times\n`,
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function benchSingle(): number {
  const env = makeEnv('CartPole-v1');
  const random = createGenerator(0);
  const actions = Int32Array.from({ length: 4096 }, () => random.integers(2));
  env.reset({ seed: 0 });
  return best(() => {
    for (let i = 0; i < STEPS; i++) {
      const [, , terminated, truncated] = env.step(actions[i & 4095]);
      if (terminated || truncated) env.reset();
    }
  });
}

function benchVector(numEnvs: number): { stepsPerSecond: number; bytesPerStep: number } {
  const vector = createVectorEnv('CartPole-v1', { numEnvs });
  const random = createGenerator(0);
  const batches = Array.from({ length: 64 }, () => Int32Array.from({ length: numEnvs }, () => random.integers(2)));
  vector.reset({ seed: 0 });
  const run = (): void => {
    for (let i = 0; i < STEPS / numEnvs; i++) vector.step(batches[i & 63]);
  };
  const stepsPerSecond = best(run);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  run();
  return { stepsPerSecond, bytesPerStep: (process.memoryUsage().heapUsed - before) / STEPS };
}

function best(run: () => void): number {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    run();
    bestMs = Math.min(bestMs, performance.now() - startMs);
  }
  return (STEPS / bestMs) * 1000;
}

function format(value: number): string {
  return Math.round(value).toLocaleString('en');
}
