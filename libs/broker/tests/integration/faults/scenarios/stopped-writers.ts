import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import type { ExperimentBroker } from '../../../../src/experiment-broker.ts';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { newRun } from '../../../../src/testing/broker-harness.ts';
import { count, defineScenario } from '../fault-scenario.ts';

const WRITER = fileURLToPath(new URL('../stale-writer.ts', import.meta.url));
const TTL_MS = 300;

async function takeOver(broker: ExperimentBroker, runId: string, owner: string): Promise<void> {
  for (;;) {
    const { status, lease } = await broker.acquireLease(runId, { owner, ttlMs: 600_000 });
    const state = status === 'acquired' ? await broker.read(runId) : null;
    if (state !== null) {
      await broker.publish({ ...state, writerEpoch: lease.epoch }, { expectedVersion: state.version });
      return;
    }
    await delay(TTL_MS / 4);
  }
}

export const stoppedWriters = defineScenario<{ writers: number; tries: number }>({
  promise: 'B3',
  title: 'writers stopped past a take-over',
  long: { writers: 10, tries: 100 },
  short: { writers: 1, tries: 50 },
  async run({ writers, tries }, { note }) {
    await using server = await startRedisServer();
    await using broker = await createRedisBroker({ url: server.url });
    const totals: Record<string, number> = {};
    let changed = 0;
    for (let writer = 0; writer < writers; writer += 1) {
      const { runId } = await broker.create(newRun());
      const args = ['-C', '@cartwheel/source', '--import', 'tsx', WRITER, server.url, runId, `${TTL_MS}`, `${tries}`];
      const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      await lines.next();
      child.kill('SIGSTOP');
      await takeOver(broker, runId, `successor ${writer}`);
      const before = await broker.read(runId);
      child.stdin.write('\n');
      child.kill('SIGCONT');
      const { results } = JSON.parse((await lines.next()).value ?? '{}') as { results: Record<string, number> };
      await once(child, 'exit');
      note({ op: 'stale writer', runId, results });
      for (const [status, times] of Object.entries(results)) totals[status] = (totals[status] ?? 0) + times;
      if ((await broker.read(runId))?.version !== before?.version) changed += 1;
    }
    return {
      load: `${count(writers * tries)} tries with an old epoch by ${writers} writers that were stopped (SIGSTOP) past a take-over`,
      figures: [
        { what: 'accepted', value: totals['accepted'] ?? 0, limit: 0 },
        { what: 'runs changed by them', value: changed, limit: 0 },
        { what: 'answered stale', value: totals['stale'] ?? 0 },
      ],
    };
  },
});
