import { openRunStore } from '../../src/index.ts';
import { metricPoint, runRecord } from '../../src/testing/records.ts';

/*
 * Writes points of one run, two a step, and tells on standard output, a line each, the last step of each flush:
 *   writer.ts DIR RUN_ID STEPS
 * Without an end where STEPS is 0, until it is killed.
 */
const [dir, runId, steps] = process.argv.slice(2);
const last = Number(steps) || Number.POSITIVE_INFINITY;
const store = await openRunStore({ dir });
await store.createRun(runRecord(runId, { hyperparameters: { start: Number.NEGATIVE_INFINITY } }));

for (let step = 0; step < last; step += 10) {
  const points = Array.from({ length: 10 }, (_, index) => [
    metricPoint('train/loss', step + index, Number.NaN),
    metricPoint('eval/mean_reward', step + index, step + index, { subset: 'test' }),
  ]).flat();
  const appended = store.appendPoints(runId, points);
  await store.flush();
  await appended;
  process.stdout.write(`${step + 9}\n`);
}
await store.close();
