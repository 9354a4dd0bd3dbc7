import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { CountingWriter } from '../counting-writer.ts';
import { count, defineScenario, type ScenarioContext } from '../fault-scenario.ts';

const WATCHERS = fileURLToPath(new URL('../slow-watchers.ts', import.meta.url));
const SLOW_WATCHERS = 20;
const PAUSE_MS = 50;
/** Alternating, so that the machine's moods fall on both. */
const ROUNDS = 5;

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** In a process of their own, as whoever watches a run is. */
async function startSlowWatchers(url: string, runId: string): Promise<{ end(): Promise<void> }> {
  const child = fork(WATCHERS, [url, runId, `${SLOW_WATCHERS}`, `${PAUSE_MS}`], {
    execArgv: ['-C', '@cartwheel/source', '--import', 'tsx'],
  });
  await once(child, 'message');
  return {
    async end() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function latencies(url: string, publishes: number, isWatched: boolean, note: ScenarioContext['note']) {
  await using broker = await createRedisBroker({ url });
  const writer = await CountingWriter.create(broker, note);
  const watchers = isWatched ? await startSlowWatchers(url, writer.runId) : undefined;
  for (let publish = 0; publish < publishes; publish += 1) await writer.count();
  await watchers?.end();
  return writer.latencies;
}

export const slowWatcher = defineScenario<{ publishes: number }>({
  promise: 'B4',
  title: 'slow watchers',
  long: { publishes: 2_000 },
  short: { publishes: 200 },
  async run({ publishes }, { note }) {
    await using server = await startRedisServer();
    const alone: number[] = [];
    const watched: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(...(await latencies(server.url, publishes, false, note)));
      watched.push(...(await latencies(server.url, publishes, true, note)));
    }
    const [before, after] = [quantile(alone, 0.99), quantile(watched, 0.99)];
    return {
      load: `${count(ROUNDS * publishes)} publishes alone, as many with ${SLOW_WATCHERS} watchers in another process that take ${PAUSE_MS} ms an event`,
      figures: [
        {
          what: 'p99 of a publish with them, as a multiple of the one alone',
          value: Number((after / before).toFixed(2)),
          limit: 2,
        },
        { what: 'p99 alone, ms', value: Number(before.toFixed(2)) },
      ],
    };
  },
});
