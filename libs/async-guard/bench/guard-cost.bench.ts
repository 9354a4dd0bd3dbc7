/**
 * What a guarded call costs, beside cockatiel's timeout and beside the same by hand.
 * Run: `node --conditions=@cartwheel/source --import tsx libs/async-guard/bench/guard-cost.bench.ts`
 */
import { timeout, TimeoutStrategy } from 'cockatiel';
import { guard } from '../src/index.ts';

const CALLS = 100_000;
const ROUNDS = 9;

const work = (_signal: AbortSignal, value: number): Promise<number> => Promise.resolve(value);
const policy = timeout(60_000, TimeoutStrategy.Aggressive);
const plain = guard(work, { name: 'plain' });
const timed = guard(work, { name: 'timed', timeoutMs: 60_000 });

/** What somebody would write without a library. */
async function byHand(value: number): Promise<number> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('timeout')), 60_000);
  try {
    return await work(controller.signal, value);
  } finally {
    clearTimeout(timer);
  }
}

/** The least microseconds a call over some rounds, which take turns so that a busy machine hits all alike. */
async function measure(cases: Record<string, (value: number) => Promise<unknown>>): Promise<Record<string, number>> {
  const least: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, call] of Object.entries(cases)) {
      const start = performance.now();
      for (let i = 0; i < CALLS; i++) await call(i);
      const us = ((performance.now() - start) * 1000) / CALLS;
      least[name] = Math.min(us, least[name] ?? Number.POSITIVE_INFINITY);
    }
  }
  return least;
}

const us = await measure({
  'by hand (AbortController and timer)': byHand,
  'guard without policy': plain,
  'cockatiel timeout, aggressive': (value) => policy.execute(({ signal }) => work(signal, value)),
  'guard with timeoutMs': timed,
});
for (const [name, value] of Object.entries(us)) process.stdout.write(`${name}: ${value.toFixed(2)} µs a call\n`);
const ratio = (a: string, b: string): string => (us[a] / us[b]).toFixed(2);
process.stdout.write(
  `guard without policy / by hand: ${ratio('guard without policy', 'by hand (AbortController and timer)')} (at most 2)\n` +
    `guard with timeoutMs / cockatiel: ${ratio('guard with timeoutMs', 'cockatiel timeout, aggressive')} (at most 1.3)\n`,
);
