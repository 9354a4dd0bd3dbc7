import { startRedisServer } from '@cartwheel/dev-services/redis';
import { Redis } from 'ioredis';
import { createRedisBroker } from '../../../src/redis/index.ts';
import { documentsAfter, publishAll } from './throughput.ts';
import { typicalState } from './typical-state.ts';

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 1_000_000);
const RUNS = 50;
/** The first shows what fills up: histories, and the programs' own pools. */
const PARTS = 5;

/** Memory of Redis and of this process over a million events of 50 runs. */
export async function measureMemoryUse(): Promise<string[]> {
  await using server = await startRedisServer();
  await using broker = await createRedisBroker({ url: server.url });
  const admin = new Redis(server.url);
  let states = await Promise.all(Array.from({ length: RUNS }, () => broker.create(typicalState())));
  const [redisMb, processMb]: number[][] = [[], []];
  for (let part = 0; part < PARTS; part += 1) {
    const count = EVENTS / RUNS / PARTS;
    states = await Promise.all(states.map((state) => publishAll(broker, state, documentsAfter(state, count))));
    global.gc?.();
    redisMb?.push(Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1]) / 2 ** 20);
    processMb?.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  admin.disconnect();
  const row = (what: string, values: readonly number[] | undefined): string =>
    `| ${what} after each fifth of ${EVENTS.toLocaleString('en-US')} events of ${RUNS} runs, MB | ${(values ?? []).map((value) => value.toFixed(0)).join(', ')} | flat from the second on |`;
  return [row('memory of Redis', redisMb), row('heap of the writer', processMb)];
}
