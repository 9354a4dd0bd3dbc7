import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { createRedisBroker } from '../../../src/redis/index.ts';
import { quantile } from '../quantile.ts';
import { ms } from './throughput.ts';
import { afterUpdate, typicalState } from './typical-state.ts';

const PER_SECOND = 100;
const PUBLISHES = 2_000;

/** Milliseconds from a publish to a watcher in another process, at 100 publishes a second. */
export async function measureWatchLatency(): Promise<string[]> {
  await using server = await startRedisServer();
  await using broker = await createRedisBroker({ url: server.url });
  let state = await broker.create(typicalState());
  const watcher = fork(
    fileURLToPath(new URL('watching-process.ts', import.meta.url)),
    [server.url, state.runId, `${PUBLISHES}`],
    {
      execArgv: ['-C', '@cartwheel/source', '--import', 'tsx'],
    },
  );
  await once(watcher, 'message');
  const reported = once(watcher, 'message');
  const startedMs = performance.now();
  for (let publish = 1; publish <= PUBLISHES; publish += 1) {
    const next = afterUpdate(state, publish + 1);
    const result = await broker.publish(next, { expectedVersion: state.version });
    if (result.status !== 'accepted') throw new Error(`Expected accepted, received ${result.status}.`);
    state = { ...next, version: result.version };
    await delay(Math.max(0, startedMs + (publish * 1000) / PER_SECOND - performance.now()));
  }
  const [latencies] = (await reported) as [number[]];
  return [
    `| from a publish to a watcher in another process, ${PER_SECOND} a second: p50, p99 | ${ms(quantile(latencies, 0.5))}, ${ms(quantile(latencies, 0.99))} | p99 ≤ 20 ms |`,
  ];
}
