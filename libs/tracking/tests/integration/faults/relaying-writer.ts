import { setTimeout as delay } from 'node:timers/promises';
import { createErrorSink, createScope } from '@cartwheel/async-guard';
import { openRunStore, openTracker, startRelay } from '../../../src/index.ts';
import { metricPoint, runRecord } from '../../../src/testing/records.ts';

/*
 * Writes points of a run, from where it was left, and relays them, until SIGTERM; then it ends the run and delivers what is
 * left:
 *   relaying-writer.ts DIR RUN_ID PAUSE_MS TRACKER_ID…
 */
const [dir = '', runId = '', pauseMs, ...trackerIds] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

const store = await openRunStore({ dir });
if (!(await store.run(runId)))
  await store.createRun(runRecord(runId, { createdAt: Date.now(), updatedAt: Date.now() }));
await store.updateRun(runId, { status: 'running' });
const scope = createScope({
  name: 'writer',
  sink: createErrorSink(({ error }) => void process.stderr.write(`${error.message}\n`)),
});
const relays = [];
for (const id of trackerIds) {
  relays.push(startRelay({ store, runId, tracker: await openTracker(id), scope, pollMs: 20, batchPoints: 100 }));
}
const series = await store.series(runId);
process.stdout.write('ready\n');
for (let step = (series[0]?.last.step ?? -1) + 1; !stop.signal.aborted; step++) {
  await store.appendPoints(runId, [
    metricPoint('train/loss', step, step % 7 === 0 ? Number.NaN : step / 3),
    metricPoint('eval/mean_reward', step, -step, { subset: 'test' }),
  ]);
  await delay(Number(pauseMs));
}
await store.updateRun(runId, { status: 'finished' });
const complete = await Promise.all(relays.map((relay) => relay.finish({ budgetMs: 60_000 })));
await scope.close();
await store.close();
process.exitCode = complete.every(Boolean) ? 0 : 1;
