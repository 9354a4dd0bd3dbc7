import { setTimeout as delay } from 'node:timers/promises';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { CountingWriter } from '../counting-writer.ts';
import { count, defineScenario, type ScenarioContext } from '../fault-scenario.ts';

const SLOW_WATCHERS = 20;
const PAUSE_MS = 50;
/** Alternating, so that the machine's moods fall on both. */
const ROUNDS = 5;

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

async function latencies(url: string, publishes: number, watchers: number, note: ScenarioContext['note']) {
  await using producing = await createRedisBroker({ url });
  await using watching = await createRedisBroker({ url });
  const writer = await CountingWriter.create(producing, note);
  const end = new AbortController();
  const slow = Array.from({ length: watchers }, async () => {
    const { runId } = writer;
    const events = watching.watch(runId, { signal: end.signal })[Symbol.asyncIterator]();
    while ((await events.next()).done !== true && !end.signal.aborted) await delay(PAUSE_MS);
  });
  for (let publish = 0; publish < publishes; publish += 1) await writer.count();
  end.abort();
  await Promise.all(slow);
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
      alone.push(...(await latencies(server.url, publishes, 0, note)));
      watched.push(...(await latencies(server.url, publishes, SLOW_WATCHERS, note)));
    }
    const [before, after] = [quantile(alone, 0.99), quantile(watched, 0.99)];
    return {
      load: `${count(ROUNDS * publishes)} publishes alone, as many with ${SLOW_WATCHERS} watchers that take ${PAUSE_MS} ms an event`,
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
