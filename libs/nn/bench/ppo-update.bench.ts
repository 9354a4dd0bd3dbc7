/**
 * One PPO minibatch update (forward passes of actor and critic, a clipped-surrogate loss, backward passes, clipping, Adam)
 * by each engine, what share of the multiply kernel's peak it reaches, and the forward passes of a rollout. Least times.
 * Run: `nx bench nn`, or `node_modules/.bin/tsx --conditions=@cartwheel/source --expose-gc libs/nn/bench/ppo-update.bench.ts`
 */
import { createJsEngine, createWasmEngine, type Engine } from '../src/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';
import { multiplyPeak } from './multiply-peak.ts';
import { ppoLoss } from './ppo-loss.ts';

const INPUTS = 4;
const ACTIONS = 2;
const CASES = [
  [64, 64],
  [256, 64],
  [256, 256],
] as const;

for (const engine of [
  await createWasmEngine({ build: 'relaxed' }),
  await createWasmEngine({ build: 'simd' }),
  createJsEngine(),
]) {
  const peak =
    engine.name === 'wasm' ? await multiplyPeak(engine.build === 'wasm/simd' ? 'simd' : 'relaxed') : undefined;
  const ofPeak = peak === undefined ? '' : `, multiply peak ${peak.toFixed(1)} GFLOP/s`;
  process.stdout.write(`${engine.build}, Node ${process.versions.node}${ofPeak}\n`);
  for (const [batch, hidden] of CASES) report(engine, batch, hidden, peak);
}

function report(engine: Engine, batch: number, hidden: number, peak: number | undefined): void {
  const { update, forward } = createCase(engine, batch, hidden);
  const updates = Math.round((engine.name === 'js' ? 2e7 : 2e8) / (batch * hidden * hidden));
  const bytes = bytesPerCall(update, Math.min(updates, 1000));
  const updateMs = minimumMs(update, 5 * updates);
  const gigaflops = flops(batch, hidden) / updateMs / 1e6;
  const share = peak === undefined ? '' : `, ${((100 * gigaflops) / peak).toFixed(0)} % of peak`;
  process.stdout.write(
    `  B${batch} H${hidden}: update ${updateMs.toFixed(3)} ms (${gigaflops.toFixed(1)} GFLOP/s${share}), ` +
      `${bytes.toFixed(0)} bytes an update; forward of 1 ${forwardMicroseconds(forward, 1)} µs, of 8 ${forwardMicroseconds(forward, 8)} µs\n`,
  );
}

/** Of the multiplications of an update: three a layer and network, but none to the inputs' gradients. */
function flops(batch: number, hidden: number): number {
  const network = (outputs: number): number => 2 * INPUTS * hidden + 3 * hidden * hidden + 3 * hidden * outputs;
  return 2 * batch * (network(ACTIONS) + network(1));
}

function createCase(engine: Engine, batch: number, hidden: number) {
  const random = seededNormals(1);
  const body = { inputSize: INPUTS, hiddenSizes: [hidden, hidden], activation: 'tanh' } as const;
  const actor = engine.createMlp({ ...body, outputSize: ACTIONS }, random);
  const critic = engine.createMlp({ ...body, outputSize: 1 }, random);
  const optimizer = engine.createOptimizer([actor, critic], { kind: 'adam', epsilon: 1e-5 });
  const x = random.array(batch * INPUTS);
  const loss = ppoLoss(batch, ACTIONS, random);
  const inputs = new Map([1, 8].map((rows) => [rows, x.slice(0, rows * INPUTS)]));
  return {
    update: () => {
      loss.compute(actor.forward(x, batch), critic.forward(x, batch));
      actor.backwardToParameters(loss.actorGradient);
      critic.backwardToParameters(loss.criticGradient);
      optimizer.step({ learningRate: 1e-6, maxGradNorm: 0.5 });
    },
    forward: (rows: number) => {
      const input = inputs.get(rows) ?? x;
      actor.forward(input, rows);
      critic.forward(input, rows);
    },
  };
}

function forwardMicroseconds(forward: (rows: number) => void, rows: number): string {
  const repeats = 50;
  const ms = minimumMs(() => {
    for (let i = 0; i < repeats; i++) forward(rows);
  }, 500);
  return ((1000 * ms) / repeats).toFixed(2);
}

/** What the heap grows by, the least of several rounds. */
function bytesPerCall(run: () => void, times: number): number {
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < times; i++) run();
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < times; i++) run();
    least = Math.min(least, (process.memoryUsage().heapUsed - before) / times);
  }
  return least;
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
