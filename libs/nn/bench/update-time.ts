/**
 * Prints the milliseconds of one PPO minibatch update (both forward passes, loss, backward passes, clipping, Adam), the
 * median of many. Arguments: BATCH HIDDEN THREADS.
 */
import { openEngine } from '../src/node/index.ts';
import { createPpoCase } from './ppo-case.ts';

const SECONDS = 3;
const [batch, hidden, threads] = process.argv.slice(2).map(Number);
using open = await openEngine({ threads: threads === 2 ? 2 : 1 });
const { update } = createPpoCase(open.engine, batch, hidden);
const times: number[] = [];
const end = performance.now() + 1000 * SECONDS;
for (let start = performance.now(); start < end; start = performance.now()) {
  update();
  times.push(performance.now() - start);
}
const settled = times.slice(Math.floor(times.length / 4)).toSorted((a, b) => a - b);
process.stdout.write(`${settled[Math.floor(settled.length / 2)]}\n`);
