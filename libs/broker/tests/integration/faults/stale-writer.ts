import { createRedisBroker } from '../../../src/redis/index.ts';
import { withTimesteps } from '../../../src/testing/broker-harness.ts';

// Started as `node … stale-writer.ts URL RUN_ID TTL_MS TRIES`: takes the run's lease, says so, waits to be stopped past a
// take-over, and then tries to write. Its lines are read by the scenario.
const [url = '', runId = '', ttlMs = '', tries = ''] = process.argv.slice(2);

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const broker = await createRedisBroker({ url, commandTimeoutMs: 20_000 });
const { lease } = await broker.acquireLease(runId, { owner: `writer ${process.pid}`, ttlMs: Number(ttlMs) });
const state = await broker.read(runId);
if (state === null) throw new Error(`Expected run ${runId}, found none.`);
say({ epoch: lease.epoch });

// The parent stops this process now, and lets it go on when another writer has taken the run over.
await new Promise((resolve) => process.stdin.once('data', resolve));
const results: Record<string, number> = {};
for (let index = 0; index < Number(tries); index += 1) {
  // However fresh the version: half of them with the one that stands.
  const standing = index % 2 === 0 ? state : ((await broker.read(runId)) ?? state);
  const next = { ...withTimesteps(standing, 1_000_000 + index), writerEpoch: lease.epoch };
  const { status } = await broker.publish(next, { expectedVersion: standing.version });
  results[status] = (results[status] ?? 0) + 1;
}
say({ results });
await broker.close();
process.exit(0);
