import { setTimeout as delay } from 'node:timers/promises';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { until } from '../../until.ts';
import { CountingWriter } from '../counting-writer.ts';
import { count, defineScenario } from '../fault-scenario.ts';
import { startTcpProxy } from '../tcp-proxy.ts';

const WRITERS = 4;
/** Whole documents that fit into no history's limit would be trimmed: all events of the runs are counted. */
const HISTORY_LIMIT = 1_000_000;

export const lostReplies = defineScenario<{ cuts: number }>({
  promise: 'B2',
  title: 'connections cut while replies are under way',
  long: { cuts: 500 },
  short: { cuts: 40 },
  async run({ cuts }, { random, note }) {
    await using server = await startRedisServer();
    await using proxy = await startTcpProxy(server.port);
    const url = `redis://127.0.0.1:${proxy.port}`;
    await using broker = await createRedisBroker({ url, commandTimeoutMs: 500, historyLimit: HISTORY_LIMIT });
    await using direct = await createRedisBroker({ url: server.url });
    const writers = await Promise.all(Array.from({ length: WRITERS }, () => CountingWriter.create(broker, note)));
    const stopped = new AbortController();
    const writing = Promise.all(
      writers.map(async (writer) => {
        while (!stopped.signal.aborted) await writer.count();
      }),
    );
    const updatesSoFar = (): number => writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    for (let cut = 0; cut < cuts; cut += 1) {
      // Every cut falls into work: something was answered since the last one.
      const before = updatesSoFar();
      await until(() => updatesSoFar() > before);
      await delay(random.uniform(1, 15));
      // The requests arrive, their replies do not.
      proxy.dropReplies();
      await delay(random.uniform(0, 5));
      note({ op: 'cut' });
      proxy.cut();
      proxy.heal();
    }
    stopped.abort();
    await writing;

    let twice = 0;
    let missing = 0;
    for (const { runId, acknowledged } of writers) {
      const counts = new Map<number, number>();
      const last = (await direct.read(runId))?.version ?? 0;
      for await (const event of direct.watch(runId)) {
        if (event.type === 'state') {
          const { timesteps } = event.state.progress;
          counts.set(timesteps, (counts.get(timesteps) ?? 0) + 1);
        }
        if (event.version >= last) break;
      }
      twice += [...counts.values()].filter((times) => times > 1).length;
      missing += acknowledged + 1 - counts.size;
    }
    const updates = updatesSoFar();
    return {
      load: `${cuts} cuts, ${count(updates)} updates by ${WRITERS} writers`,
      figures: [
        { what: 'applied twice', value: twice, limit: 0 },
        { what: 'acknowledged and not applied', value: missing, limit: 0 },
      ],
    };
  },
});
