import { setTimeout as delay } from 'node:timers/promises';
import type { ExperimentBroker } from '../../../../src/experiment-broker.ts';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { newRun } from '../../../../src/testing/broker-harness.ts';
import { defineScenario } from '../fault-scenario.ts';
import { startKilledServer, type KilledServer } from '../killed-server.ts';
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts';

const TIMEOUT_MS = 500;
/** A call waits for the connection, and then for its reply; the rest is the machine's. */
const DEADLINE_MS = 2 * TIMEOUT_MS + 1_000;
const CLIENTS = 8;
const RECOVERY_MS = TIMEOUT_MS + 6_000;

interface Fault {
  name: string;
  begin(server: KilledServer, proxy: TcpProxy): void;
  end(server: KilledServer, proxy: TcpProxy): Promise<void> | void;
}

const FAULTS: readonly Fault[] = [
  {
    name: 'frozen',
    begin: ({ pid }) => void process.kill(pid, 'SIGSTOP'),
    end: ({ pid }) => void process.kill(pid, 'SIGCONT'),
  },
  { name: 'restarted', begin: () => undefined, end: (server) => server.killAndRestart() },
  { name: 'partitioned', begin: (_, proxy) => proxy.partition(), end: (_, proxy) => proxy.heal() },
];

/** Milliseconds that a call took to settle. */
async function settledAfter(call: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await call.catch(() => undefined);
  return performance.now() - startedMs;
}

/** Milliseconds until the broker answers again. */
async function recoveredAfter(broker: ExperimentBroker, runId: string): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    try {
      await broker.read(runId);
      return performance.now() - startedMs;
    } catch {
      if (performance.now() - startedMs > 10 * RECOVERY_MS) return Infinity;
    }
  }
}

export const absentRedis = defineScenario<{ rounds: number }>({
  promise: 'B5',
  title: 'Redis frozen, restarted, partitioned',
  long: { rounds: 10 },
  short: { rounds: 1 },
  async run({ rounds }, { random, note }) {
    await using server = await startKilledServer({ appendfsync: 'always' });
    await using proxy = await startTcpProxy(server.port);
    const url = `redis://127.0.0.1:${proxy.port}`;
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, () => createRedisBroker({ url, commandTimeoutMs: TIMEOUT_MS })),
    );
    const runs = await Promise.all(clients.map((client) => client.create(newRun())));
    let [calls, late, slowest, slowestRecovery] = [0, 0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      for (const fault of FAULTS) {
        fault.begin(server, proxy);
        const pending = clients.flatMap((client, place) => {
          const { runId } = runs[place] ?? newRun();
          return [client.read(runId), client.list(), client.pendingCommands(runId)].map(settledAfter);
        });
        const ended = delay(random.uniform(0, 2 * TIMEOUT_MS)).then(() => fault.end(server, proxy));
        const times = await Promise.all(pending);
        await ended;
        const recoveries = await Promise.all(
          clients.map((client, place) => recoveredAfter(client, runs[place]?.runId ?? '')),
        );
        calls += times.length;
        late += times.filter((time) => time > DEADLINE_MS).length;
        slowest = Math.max(slowest, ...times);
        slowestRecovery = Math.max(slowestRecovery, ...recoveries);
        note({ op: fault.name, round, slowestMs: Math.max(...times), recoveredMs: Math.max(...recoveries) });
      }
    }
    await Promise.all(clients.map((client) => client.close()));
    return {
      load: `${3 * rounds} faults, ${calls} calls of ${CLIENTS} clients under way, timeout ${TIMEOUT_MS} ms`,
      figures: [
        { what: `calls unsettled after ${DEADLINE_MS} ms`, value: late, limit: 0 },
        { what: 'slowest call to settle, ms', value: Math.round(slowest), limit: DEADLINE_MS },
        { what: 'slowest client to work again, ms', value: Math.round(slowestRecovery), limit: RECOVERY_MS },
      ],
    };
  },
});
