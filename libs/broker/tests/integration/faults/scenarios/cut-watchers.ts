import { setTimeout as delay } from 'node:timers/promises';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { until } from '../../until.ts';
import { CountingWriter } from '../counting-writer.ts';
import { count, defineScenario } from '../fault-scenario.ts';
import { startTcpProxy } from '../tcp-proxy.ts';

const WATCHERS = 4;

/** What a watcher saw that it must not see. */
interface Faults {
  gaps: number;
  reorders: number;
  doubles: number;
}

export const cutWatchers = defineScenario<{ disconnects: number }>({
  promise: 'B4',
  title: 'watchers disconnected',
  long: { disconnects: 500 },
  short: { disconnects: 40 },
  async run({ disconnects }, { random, note }) {
    await using server = await startRedisServer();
    await using proxy = await startTcpProxy(server.port);
    await using writing = await createRedisBroker({ url: server.url });
    await using watching = await createRedisBroker({ url: `redis://127.0.0.1:${proxy.port}`, commandTimeoutMs: 500 });
    const writer = await CountingWriter.create(writing, note);
    const faults: Faults = { gaps: 0, reorders: 0, doubles: 0 };
    const end = new AbortController();
    const positions = Array.from({ length: WATCHERS }, () => 0);

    const watchers = positions.map(async (_, place) => {
      let previous = 0;
      for await (const event of watching.watch(writer.runId, { signal: end.signal })) {
        if (event.version > previous + 1 && event.type !== 'snapshot') faults.gaps += 1;
        if (event.version < previous) faults.reorders += 1;
        if (event.version === previous) faults.doubles += 1;
        if ('state' in event && event.state.progress.timesteps + 1 !== event.version) faults.gaps += 1;
        previous = event.version;
        positions[place] = previous;
      }
    });

    const stopped = new AbortController();
    const counting = (async () => {
      while (!stopped.signal.aborted) {
        await writer.count();
        await delay(1);
      }
    })();
    // Each cut breaks the connection for calls and the one for wake-ups.
    for (let cut = 0; cut < disconnects; cut += 1) {
      // Every disconnect falls into work: one of the watchers has seen something since the last one.
      const before = Math.max(...positions);
      await until(() => Math.max(...positions) > before);
      await delay(random.uniform(2, 20));
      note({ op: 'disconnect', positions: [...positions] });
      proxy.cut();
    }
    stopped.abort();
    await counting;
    const last = writer.acknowledged + 1;
    await until(() => positions.every((position) => position >= last));
    end.abort();
    await Promise.all(watchers);
    return {
      load: `${disconnects} disconnects of ${WATCHERS} watchers, ${count(last)} events`,
      figures: [
        { what: 'gaps', value: faults.gaps, limit: 0 },
        { what: 'reorders', value: faults.reorders, limit: 0 },
        { what: 'doubles', value: faults.doubles, limit: 0 },
      ],
    };
  },
});
