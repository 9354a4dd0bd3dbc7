import { CartwheelError, type Scope } from '@cartwheel/async-guard';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { MetricSink } from './metric-sink.ts';
import { createSinkQueue } from './sink-queue.ts';

/** Where batches of points go, and how long each way may take. */
export interface ProgressDispatcherOptions {
  runId: string;
  sinks: readonly MetricSink[];
  /**
   * Where the calls of sinks live: its error sink gets each failure once. Without it, the process-wide error sink does.
   * It must stay open until the dispatcher is closed.
   */
  scope?: Scope;
  /** Points that may wait for a sink before `dispatch` makes training wait. Default 10 000. */
  maxQueuedPoints?: number;
  /** A clock in milliseconds, to measure how long training waits. Default `performance.now`. */
  now?: () => number;
}

/** Hands metric points over to sinks, each at its own pace, in order, and without losing any. */
export interface ProgressDispatcher {
  /** Milliseconds that `dispatch` has made its callers wait, all together: for `time/dispatch_wait`. */
  readonly waitedMs: number;
  /** Points that wait for the slowest sink. */
  readonly queuedPoints: number;
  /**
   * Takes the points in. `undefined` while there is room; where a queue is now full, a promise for when it is empty
   * again, which training awaits.
   *
   * Rejects with `callbacks/sink-failed` once a `record` sink has failed. Throws `callbacks/dispatcher-closed`.
   */
  dispatch(points: readonly MetricPoint[]): Promise<void> | undefined;
  /** Resolves when all that was dispatched is written and flushed. Rejects as `dispatch` does. */
  flush(): Promise<void>;
  /** Flushes, then closes all sinks, also after a failure. Rejects as `dispatch` does. A second call gives the first one's promise. */
  close(): Promise<void>;
}

/** Throws `callbacks/invalid-queue-limit` unless `maxQueuedPoints` is a positive integer. */
export function createProgressDispatcher(options: ProgressDispatcherOptions): ProgressDispatcher {
  const { runId, sinks, scope, maxQueuedPoints = 10_000, now = () => performance.now() } = options;
  requireQueueLimit(maxQueuedPoints);
  const queues = sinks.map((sink) => createSinkQueue({ runId, sink, scope }));
  let waitedMs = 0;
  let closing: Promise<void> | undefined;

  function failIfRecordFailed(): void {
    const failed = queues.find(({ failure }) => failure !== undefined);
    if (failed !== undefined) throw failed.failure;
  }

  async function wait(): Promise<void> {
    const from = now();
    await Promise.all(queues.filter(({ size }) => size > maxQueuedPoints).map((queue) => queue.drained()));
    waitedMs += now() - from;
    failIfRecordFailed();
  }

  async function flushAll(): Promise<void> {
    await Promise.all(
      queues.map(async (queue) => {
        await queue.drained();
        if (queue.failure === undefined) await queue.flush();
      }),
    );
  }

  async function flush(): Promise<void> {
    await flushAll();
    failIfRecordFailed();
  }

  async function close(): Promise<void> {
    await flushAll();
    await Promise.all(queues.map((queue) => queue.close()));
    failIfRecordFailed();
  }

  return {
    get waitedMs() {
      return waitedMs;
    },
    get queuedPoints() {
      return Math.max(0, ...queues.map(({ size }) => size));
    },
    dispatch(points) {
      if (closing !== undefined) throw dispatcherClosed(runId);
      for (const queue of queues) queue.push(points);
      const mustSettle = queues.some(({ size, failure }) => size > maxQueuedPoints || failure !== undefined);
      return mustSettle ? wait() : undefined;
    },
    flush,
    close: () => (closing ??= close()),
  };
}

function dispatcherClosed(runId: string): CartwheelError {
  return new CartwheelError(
    'callbacks/dispatcher-closed',
    `The progress dispatcher of run ${runId} is closed; dispatch points before close().`,
  );
}

function requireQueueLimit(maxQueuedPoints: number): void {
  if (Number.isInteger(maxQueuedPoints) && maxQueuedPoints > 0) return;
  throw new CartwheelError(
    'callbacks/invalid-queue-limit',
    `maxQueuedPoints is a number of metric points, a positive integer; got ${maxQueuedPoints}.`,
  );
}
