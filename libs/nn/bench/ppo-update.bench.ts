/**
 * One PPO minibatch update (forward passes of actor and critic, a clipped-surrogate loss, backward passes, clipping, Adam)
 * by each engine, what share of the multiply kernel's peak it reaches, and the forward passes of a rollout. Least times.
 * Run: `nx bench nn`, or `node_modules/.bin/tsx --conditions=@cartwheel/source --expose-gc libs/nn/bench/ppo-update.bench.ts`
 */
import { createJsEngine, createWasmEngine, type Engine } from '../src/index.ts';
import { hasNativeKernels, openEngine } from '../src/node/index.ts';
import { multiplyPeak } from './multiply-peak.ts';
import { createPpoCase, ppoFlops } from './ppo-case.ts';

const CASES = [
  [64, 64],
  [256, 64],
  [256, 256],
] as const;

for (const engine of [
  ...(hasNativeKernels() ? [(await openEngine({ backend: 'native' })).engine] : []),
  await createWasmEngine({ build: 'relaxed' }),
  await createWasmEngine({ build: 'simd' }),
  createJsEngine(),
]) {
  const peak =
    engine.name === 'wasm' ? await multiplyPeak(engine.build === 'wasm/simd' ? 'simd' : 'relaxed') : undefined;
  const ofPeak = peak === undefined ? '' : `, multiply peak ${peak.toFixed(1)} GFLOP/s`;
  process.stdout.write(`${engine.name}, ${engine.build}, Node ${process.versions.node}${ofPeak}\n`);
  for (const [batch, hidden] of CASES) report(engine, batch, hidden, peak);
}

function report(engine: Engine, batch: number, hidden: number, peak: number | undefined): void {
  const { update, forward } = createPpoCase(engine, batch, hidden);
  const updates = Math.round((engine.name === 'js' ? 2e7 : 2e8) / (batch * hidden * hidden));
  const bytes = bytesPerCall(update, Math.min(updates, 1000));
  const updateMs = minimumMs(update, 5 * updates);
  const gigaflops = ppoFlops(batch, hidden) / updateMs / 1e6;
  const share = peak === undefined ? '' : `, ${((100 * gigaflops) / peak).toFixed(0)} % of peak`;
  process.stdout.write(
    `  B${batch} H${hidden}: update ${updateMs.toFixed(3)} ms (${gigaflops.toFixed(1)} GFLOP/s${share}), ` +
      `${bytes.toFixed(0)} bytes an update; forward of 1 ${forwardMicroseconds(forward, 1)} µs, of 8 ${forwardMicroseconds(forward, 8)} µs\n`,
  );
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
