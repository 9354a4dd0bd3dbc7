/**
 * One PPO-shaped update (forward and backward of actor and critic, clipping, Adam), and the forward passes of a rollout.
 * Run: `node_modules/.bin/tsx --conditions=@cartwheel/source --expose-gc libs/nn/bench/ppo-update.bench.ts`
 */
import { createJsEngine } from '../src/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

for (const [batch, hidden] of [
  [64, 64],
  [256, 64],
  [256, 256],
] as const) {
  const { update, forward } = createCase(batch, hidden);
  const updates = hidden > 64 ? 40 : 400;
  const heapBefore = settledHeap(update, updates);
  const updateMs = minimumMs(update, updates);
  const bytes = (process.memoryUsage().heapUsed - heapBefore) / updates;
  process.stdout.write(
    `B${batch} H${hidden}: update ${updateMs.toFixed(3)} ms, ${bytes.toFixed(0)} bytes an update, ` +
      `forward of 1 ${(minimumMs(() => forward(1), 2000) * 1000).toFixed(1)} µs, of 8 ${(minimumMs(() => forward(8), 500) * 1000).toFixed(1)} µs\n`,
  );
}

function createCase(batch: number, hidden: number) {
  const engine = createJsEngine();
  const random = seededNormals(1);
  const hiddenSizes = [hidden, hidden];
  const actor = engine.createMlp({ inputSize: 4, hiddenSizes, outputSize: 2, activation: 'tanh' }, random);
  const critic = engine.createMlp({ inputSize: 4, hiddenSizes, outputSize: 1, activation: 'tanh' }, random);
  const optimizer = engine.createOptimizer([actor, critic], { kind: 'adam', epsilon: 1e-5 });
  const x = random.array(batch * 4);
  const actorGradient = random.array(batch * 2);
  const criticGradient = random.array(batch);
  const inputs = new Map([1, 8].map((rows) => [rows, x.subarray(0, rows * 4)]));
  return {
    update: () => {
      actor.forward(x, batch);
      critic.forward(x, batch);
      actor.backward(actorGradient);
      critic.backward(criticGradient);
      optimizer.step({ learningRate: 3e-4, maxGradNorm: 0.5 });
    },
    forward: (rows: number) => {
      const input = inputs.get(rows) ?? x;
      actor.forward(input, rows);
      critic.forward(input, rows);
    },
  };
}

function settledHeap(run: () => void, times: number): number {
  for (let i = 0; i < times; i++) run();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function minimumMs(run: () => void, times: number): number {
  let minimum = Infinity;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    run();
    minimum = Math.min(minimum, performance.now() - start);
  }
  return minimum;
}
