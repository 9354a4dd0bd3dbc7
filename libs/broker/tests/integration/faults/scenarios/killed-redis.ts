import { setTimeout as delay } from 'node:timers/promises';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { until } from '../../until.ts';
import { CountingWriter, lostCounts } from '../counting-writer.ts';
import { count, defineScenario, type ScenarioContext, type ScenarioResult } from '../fault-scenario.ts';
import { startKilledServer } from '../killed-server.ts';

type Size = { updates: number; kills: number };

/** Runs that are written at once, each by one update after another. */
const WRITERS = 32;

async function killRedis(
  appendfsync: 'always' | 'everysec',
  { updates, kills }: Size,
  { random, note }: ScenarioContext,
): Promise<ScenarioResult & { lost: number }> {
  await using server = await startKilledServer({ appendfsync });
  await using broker = await createRedisBroker({ url: server.url });
  const writers = await Promise.all(Array.from({ length: WRITERS }, () => CountingWriter.create(broker, note)));
  let acknowledged = 0;

  async function write(writer: CountingWriter): Promise<void> {
    while (acknowledged < updates) {
      await writer.count();
      acknowledged += 1;
    }
  }

  async function kill(): Promise<void> {
    for (let kill = 1; kill <= kills; kill += 1) {
      // Spread over the updates, wherever one of them is at that moment.
      const target = (kill * updates) / (kills + 1);
      await until(() => acknowledged >= target);
      await delay(random.uniform(0, 10));
      note({ op: 'SIGKILL', acknowledged });
      await server.killAndRestart();
    }
  }

  await Promise.all([...writers.map(write), kill()]);
  // With everysec only a last kill shows what was acknowledged and not yet on disk.
  await server.killAndRestart();
  const lost = (await lostCounts(broker, writers)) + writers.reduce((sum, { regressions }) => sum + regressions, 0);
  return { load: `${count(updates)} acknowledged updates, ${kills + 1} SIGKILLs of Redis`, figures: [], lost };
}

export const killedWithAlways = defineScenario<Size>({
  promise: 'B1',
  title: 'Redis killed, `appendfsync always`',
  long: { updates: 100_000, kills: 50 },
  short: { updates: 2_000, kills: 3 },
  async run(size, context) {
    const { lost, ...result } = await killRedis('always', size, context);
    return { ...result, figures: [{ what: 'acknowledged updates lost', value: lost, limit: 0 }] };
  },
});

export const killedWithEverysec = defineScenario<Size>({
  promise: 'B1',
  title: 'Redis killed, `appendfsync everysec`',
  long: { updates: 20_000, kills: 10 },
  short: { updates: 500, kills: 1 },
  async run(size, context) {
    const { lost, ...result } = await killRedis('everysec', size, context);
    return { ...result, figures: [{ what: 'acknowledged updates lost (told, not promised)', value: lost }] };
  },
});
