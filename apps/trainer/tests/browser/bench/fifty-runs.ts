import { createRunId } from '@cartwheel/experiment-state';
import type { RunStore } from '@cartwheel/tracking';
import { runRecord } from './run-records.ts';

/** Of every run. */
const NAMES = ['rollout/ep_rew_mean', 'rollout/ep_len_mean', 'train/loss', 'train/entropy_loss', 'time/fps'];
const POINTS = 1_000;

/** Fifty trainings that ended, as a sweep leaves them: five metrics of a thousand points each. Gives their ids. */
export async function recordFiftyRuns(store: RunStore): Promise<string[]> {
  const records = Array.from({ length: 50 }, (_, i) => runRecord(i, { runId: createRunId(), status: 'finished' }));
  for (const [i, record] of records.entries()) {
    await store.createRun(record);
    for (let point = 0; point < POINTS; point++) {
      const value = returnAt(point, i);
      const at = { context: {}, step: 100 * point, time: record.createdAt + 100 * point };
      void store.appendPoints(
        record.runId,
        NAMES.map((name, k) => ({ ...at, name, value: value / (k + 1) })),
      );
    }
    await store.flush();
  }
  return records.map(({ runId }) => runId);
}

/** Rises like one that learns, each run somewhat later than the last. */
function returnAt(point: number, run: number): number {
  return 500 / (1 + Math.exp((400 + 5 * run - point) / 100)) + 20 * Math.sin(point * (run + 1));
}
