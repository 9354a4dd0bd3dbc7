/**
 * Lines per second to a file, beside bare winston with the same fields, and the price of a call below the level.
 * Run: `node_modules/.bin/tsx --conditions=@cartwheel/source libs/logging/bench/lines.bench.ts`
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import winston from 'winston';
import { createLogger } from '../src/index.ts';

const LINES = 50_000;
const ROUNDS = 5;
const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const fields = (step: number) => ({ component: 'session', runId: 'r1', step, env: 'CartPole-v1', loss: 0.25 });

async function bareWinston(file: string): Promise<void> {
  const stream = createWriteStream(file);
  const format = winston.format.combine(winston.format.timestamp(), winston.format.json());
  const transport = new winston.transports.Stream({ stream });
  const logger = winston.createLogger({ format, transports: transport });
  for (let step = 0; step < LINES; step += 1) logger.info('an iteration ended', fields(step));
  logger.end();
  await once(transport, 'finish');
  await finished(stream.end());
}

async function ours(file: string): Promise<void> {
  const destination = createWriteStream(file);
  const logger = createLogger({ destination, format: 'json', level: 'info' });
  for (let step = 0; step < LINES; step += 1) logger.info('an iteration ended', fields(step));
  const { lost } = await logger.close();
  if (lost > 0) throw new Error(`${lost} lines lost`);
  await finished(destination.end());
}

/** Nanoseconds a call, the best of some rounds. */
function nanoseconds(call: (step: number) => void): number {
  const calls = 2_000_000;
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startMs = performance.now();
    for (let step = 0; step < calls; step += 1) call(step);
    best = Math.min(best, performance.now() - startMs);
  }
  return (best / calls) * 1e6;
}

const best = { bare: Infinity, ours: Infinity };
// In turns, so that a busy machine is as busy for both.
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, write] of [
    ['bare', bareWinston],
    ['ours', ours],
  ] as const) {
    const startMs = performance.now();
    await write(join(dir, `${name}.log`));
    best[name] = Math.min(best[name], performance.now() - startMs);
  }
}
print(`bare winston: ${Math.round(LINES / (best.bare / 1000))} lines/s`);
print(
  `cartwheel:    ${Math.round(LINES / (best.ours / 1000))} lines/s, ${Math.round((100 * best.bare) / best.ours)} %`,
);

const logger = createLogger({ level: 'info' });
let sum = 0;
const below = nanoseconds((step) => {
  sum += step;
  logger.debug('not wanted');
});
const nothing = nanoseconds((step) => {
  sum += step;
});
print(`a call below the level: ${(below - nothing).toFixed(1)} ns more than a no-op (${sum > 0 ? 'counted' : ''})`);
await rm(dir, { recursive: true });
