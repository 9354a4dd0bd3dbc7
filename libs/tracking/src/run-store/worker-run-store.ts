import { canonicalContext } from './canonical-context.ts';
import { buffersOf, packPoints, parseContext, unpackPoints } from './pack-points.ts';
import { fromRunRow, toRunRow, toRunRowUpdate } from './run-rows.ts';
import type { MetricSeries, RunStore } from './run-store.ts';
import { TrackingError } from './tracking-error.ts';
import type { WorkerClient } from './worker-client.ts';
import type { SeriesSummary } from './worker/protocol.ts';

export interface WorkerRunStoreOptions {
  /** For messages. */
  file: string;
  readOnly: boolean;
  now: () => number;
}

/** The RunStore in front of a worker that has opened its file. */
export function createWorkerRunStore(client: WorkerClient, { file, readOnly, now }: WorkerRunStoreOptions): RunStore {
  let closing: Promise<void> | undefined;

  function opened(): WorkerClient {
    if (closing) throw new TrackingError('tracking/closed', `The run store ${file} was closed: open it again.`);
    return client;
  }

  function writable(): WorkerClient {
    if (readOnly) {
      throw new TrackingError('tracking/read-only', `The run store ${file} was opened with readOnly: open it without.`);
    }
    return opened();
  }

  return {
    createRun: async (run) => writable().call('createRun', toRunRow(run)),
    updateRun: async (runId, update) => writable().call('updateRun', { runId, update: toRunRowUpdate(update, now()) }),
    async appendPoints(runId, points) {
      const packed = packPoints(points);
      await writable().call('appendPoints', { runId, points: packed }, buffersOf(packed));
    },
    recordCheckpoint: async (runId, checkpoint) => writable().call('recordCheckpoint', { runId, checkpoint }),
    flush: async () => opened().call('flush', null),

    async run(runId) {
      const row = await opened().call('run', runId);
      return row && fromRunRow(row);
    },
    runs: async (filter = {}) => (await opened().call('runs', filter)).map(fromRunRow),
    series: async (runId) => (await opened().call('series', runId)).map(toMetricSeries),
    async points(runId, { name, context } = {}) {
      const query = { runId, name: name ?? null, context: context ? canonicalContext(context) : null };
      return unpackPoints(await opened().call('points', query));
    },
    checkpoints: async (runId) => opened().call('checkpoints', runId),
    close: () => (closing ??= closeWorker(client)),
  };
}

async function closeWorker(client: WorkerClient): Promise<void> {
  // Those who waited for a worker that died have heard of it; nothing is left to flush.
  if (client.crashed) return;
  try {
    await client.call('flush', null);
  } finally {
    await endWorker(client);
  }
}

async function endWorker(client: WorkerClient): Promise<void> {
  try {
    await client.call('close', null);
  } finally {
    await client.end();
  }
}

function toMetricSeries({ name, context, count, last }: SeriesSummary): MetricSeries {
  const parsed = parseContext(context);
  return { name, context: parsed, count, last: { name, context: { ...parsed }, ...last } };
}
