/**
 * Prints what one thread's PPO update reaches of the multiply kernel's peak, in percent; of both the least times count.
 * Arguments: BATCH HIDDEN.
 */
import { createWasmEngine } from '../src/index.ts';
import { multiplyPeak } from './multiply-peak.ts';
import { createPpoCase, ppoFlops } from './ppo-case.ts';

const SECONDS = 3;
const [batch, hidden] = process.argv.slice(2).map(Number);
const engine = await createWasmEngine();
const { update } = createPpoCase(engine, batch, hidden);
let leastMs = Infinity;
const end = performance.now() + 1000 * SECONDS;
for (let start = performance.now(); start < end; start = performance.now()) {
  update();
  leastMs = Math.min(leastMs, performance.now() - start);
}
const peak = await multiplyPeak(engine.build === 'wasm/simd' ? 'simd' : 'relaxed');
process.stdout.write(`${(100 * ppoFlops(batch, hidden)) / leastMs / 1e6 / peak}\n`);
