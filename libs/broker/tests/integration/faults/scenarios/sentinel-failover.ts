import { setTimeout as delay } from 'node:timers/promises';
import { startRedisSentinel } from '@cartwheel/dev-services/redis';
import type { ExperimentState, RunEvent } from '@cartwheel/experiment-state';
import { BrokerError } from '../../../../src/broker-error.ts';
import type { ExperimentBroker } from '../../../../src/experiment-broker.ts';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { until } from '../../until.ts';
import { untilReached } from '../../until-reached.ts';
import { CountingWriter } from '../counting-writer.ts';
import { count, defineScenario } from '../fault-scenario.ts';

/** A run that Redis lost whole ends its watch with an error: then it is watched anew, and begins with a snapshot or version 1. */
async function* watchAgain(
  broker: ExperimentBroker,
  runId: string,
  signal: AbortSignal,
  onLost: () => void,
): AsyncGenerator<RunEvent> {
  let isLost = false;
  while (!signal.aborted) {
    try {
      for await (const event of broker.watch(runId, { signal })) {
        isLost = false;
        yield event;
      }
    } catch (error) {
      if (!(error instanceof BrokerError && error.code === 'broker/unknown-run')) throw error;
      if (!isLost) onLost();
      isLost = true;
      await delay(50);
    }
  }
}

export const sentinelFailover = defineScenario<{ failovers: number }>({
  promise: 'B4',
  title: 'failover by Sentinel',
  long: { failovers: 20 },
  short: { failovers: 1 },
  async run({ failovers }, { random, note }) {
    await using servers = await startRedisSentinel({ appendonly: true, appendfsync: 'always' });
    const connection = { sentinels: [{ host: '127.0.0.1', port: servers.sentinel.port }], name: servers.name };
    await using writing = await createRedisBroker({ connection });
    await using watching = await createRedisBroker({ connection });
    const writer = await CountingWriter.create(writing, note);
    const end = new AbortController();
    let seen: ExperimentState | undefined;
    let unnoticed = 0;
    let snapshots = 0;
    let lostWhole = 0;
    const watched = (async () => {
      let previous = 0;
      const forget = (): void => {
        [previous, seen] = [0, undefined];
        lostWhole += 1;
      };
      for await (const event of watchAgain(watching, writer.runId, end.signal, forget)) {
        if (event.type === 'snapshot') snapshots += 1;
        // A step back that is no snapshot, or a document that does not follow on the one before.
        else if (event.version !== previous + 1) unnoticed += 1;
        if (event.type === 'state' && seen !== undefined && event.patch !== undefined) {
          if (event.patch.from !== seen.version) unnoticed += 1;
        }
        previous = event.version;
        if ('state' in event) seen = event.state;
      }
    })();

    const stopped = new AbortController();
    // A watcher that failed ends the attack too, and hides no other failure, by which the brokers are closed under it.
    watched.catch(() => stopped.abort());
    const counting = (async () => {
      while (!stopped.signal.aborted) await writer.count();
    })();
    // A writer that failed ends the attack, at the wait for it below.
    counting.catch(() => stopped.abort());
    for (let failover = 0; failover < failovers && !stopped.signal.aborted; failover += 1) {
      // Every failover falls into work.
      const before = writer.latencies.length;
      await until(() => writer.latencies.length > before + 20 || stopped.signal.aborted);
      await delay(random.uniform(50, 400));
      note({ op: 'failover', acknowledged: writer.acknowledged });
      await servers.failOver();
    }
    stopped.abort();
    await counting;
    const last = await untilReached(() => writing.read(writer.runId));
    await until(() => (seen?.version ?? 0) >= (last?.version ?? 0));
    end.abort();
    await watched;
    // The folded document is the one that stands: nothing of a lost history is left in it.
    if (JSON.stringify(seen) !== JSON.stringify(last)) unnoticed += 1;
    return {
      load: `${failovers} failovers, ${count(writer.acknowledged)} acknowledged updates`,
      figures: [
        { what: 'version regressions that nobody noticed', value: unnoticed, limit: 0 },
        { what: 'failovers after which the writer was told that Redis had lost updates', value: writer.regressions },
        { what: 'snapshots that watchers got for it', value: snapshots },
        { what: 'times that the watcher was told that the whole run was lost', value: lostWhole },
      ],
    };
  },
});
