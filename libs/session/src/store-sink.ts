import type { MetricSink } from '@cartwheel/callbacks';
import type { RunStore } from '@cartwheel/tracking';

/** The record of truth: training waits for it, and ends when it fails. */
export function createStoreSink(store: RunStore): MetricSink {
  return {
    name: 'run store',
    kind: 'record',
    write: ({ runId, points }) => store.appendPoints(runId, points),
    flush: () => store.flush(),
  };
}
