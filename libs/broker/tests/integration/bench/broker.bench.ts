/**
 * What the Redis broker can do, on the Redis of this machine; writes docs/benchmarks/broker.md.
 * Run: `npm run bench:broker`. BENCH_EVENTS sets how many events the memory is watched over, BENCH_STRETCHES how many
 * stretches of a training are compared.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { measureCommandAnswers } from './command-answers.ts';
import { measureMemoryUse } from './memory-use.ts';
import { measureThroughput } from './throughput.ts';
import { measureTrainingCost } from './training-cost.ts';
import { measureWatchLatency } from './watch-latency.ts';

const rows: string[] = [];
const measures = [measureThroughput, measureWatchLatency, measureCommandAnswers, measureTrainingCost, measureMemoryUse];
for (const measure of measures) {
  const lines = await measure();
  process.stdout.write(`${lines.join('\n')}\n`);
  rows.push(...lines);
}
const page = [
  '# How fast the broker is',
  '',
  'Written by `npm run bench:broker` (`libs/broker/tests/integration/bench/`): a real `redis-server` on the same machine as its clients.',
  '',
  '| what | value | wanted |',
  '| --- | --- | --- |',
  ...rows,
  '',
  `On ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}.`,
  '',
];
await writeFile(new URL('../../../../../docs/benchmarks/broker.md', import.meta.url), page.join('\n'));
