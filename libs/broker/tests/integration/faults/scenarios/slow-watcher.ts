import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { median, quantile } from '../../quantile.ts';
import { CountingWriter } from '../counting-writer.ts';
import { count, defineScenario, type ScenarioContext } from '../fault-scenario.ts';

const WATCHERS = fileURLToPath(new URL('../slow-watchers.ts', import.meta.url));
const SLOW_WATCHERS = 20;
const PAUSE_MS = 50;
/** Alternating, so that the machine's moods fall on both, and of each the median: one bad second is not the broker's. */
const ROUNDS = 9;

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

async function slowestHundredth(url: string, publishes: number, isWatched: boolean, note: ScenarioContext['note']) {
  await using broker = await createRedisBroker({ url });
  const writer = await CountingWriter.create(broker, note);
  const watchers = isWatched ? await startSlowWatchers(url, writer.runId) : undefined;
  for (let publish = 0; publish < publishes; publish += 1) await writer.count();
  await watchers?.end();
  return quantile(writer.latencies, 0.99);
}

export const slowWatcher = defineScenario<{ publishes: number }>({
  promise: 'B4',
  title: 'slow watchers',
  long: { publishes: 2_000 },
  short: { publishes: 200 },
  async run({ publishes }, { note }) {
    await using server = await startRedisServer();
    const alone: number[] = [];
    const multiples: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await slowestHundredth(server.url, publishes, false, note);
      const after = await slowestHundredth(server.url, publishes, true, note);
      alone.push(before);
      multiples.push(after / before);
    }
    return {
      load: `${count(ROUNDS * publishes)} publishes alone, as many with ${SLOW_WATCHERS} watchers in another process that take ${PAUSE_MS} ms an event`,
      figures: [
        {
          what: `p99 of a publish with them, as a multiple of the one alone, median of ${ROUNDS} alternating rounds`,
          value: Number(median(multiples).toFixed(2)),
          limit: 2,
        },
        { what: 'p99 alone, ms', value: Number(median(alone).toFixed(2)) },
      ],
    };
  },
});
