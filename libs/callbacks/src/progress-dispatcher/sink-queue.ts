import { CartwheelError, guard, type Failure, type Scope } from '@cartwheel/async-guard';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { MetricSink, SinkCallOptions } from './metric-sink.ts';
import { createPace } from './pace.ts';

export interface SinkQueueOptions {
  runId: string;
  sink: MetricSink;
  scope: Scope | undefined;
}

/** The points on their way to one sink, and its guarded calls. None of its promises rejects. */
export interface SinkQueue {
  /** Points that were pushed and not yet written. */
  readonly size: number;
  /** Of a `record` sink that failed: `callbacks/sink-failed`. */
  readonly failure: CartwheelError | undefined;
  push(points: readonly MetricPoint[]): void;
  /** Resolves when all points are written or given up. */
  drained(): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const RECORD_TIMEOUT_MS = 60_000;
/** Short: a queue that is full while a sink hangs holds training up for so long. */
const LIVE_TIMEOUT_MS = 5_000;

/** Writes one batch at a time, each with all points that came meanwhile. */
export function createSinkQueue({ runId, sink, scope }: SinkQueueOptions): SinkQueue {
  let pending: MetricPoint[] = [];
  let size = 0;
  let failure: CartwheelError | undefined;
  let draining: Promise<void> | undefined;
  const pace = createPace(sink.everyMs ?? 0);
  const { timeoutMs = sink.kind === 'record' ? RECORD_TIMEOUT_MS : LIVE_TIMEOUT_MS } = sink;

  async function drain(): Promise<void> {
    // What training hands over before it next lets go of the event loop goes as one batch.
    await Promise.resolve();
    while (pending.length > 0) {
      await pace.turn();
      // A flush may have failed meanwhile.
      if (failure !== undefined) break;
      const points = pending;
      pending = [];
      await call('write', (options) => sink.write({ runId, points }, options));
      size -= points.length;
    }
    draining = undefined;
  }

  async function call(what: string, run: (options: SinkCallOptions) => Promise<void> | undefined): Promise<void> {
    const guarded = guard((signal) => run({ signal }), { name: `${sink.name} ${what}`, runId, scope, timeoutMs });
    const outcome = await guarded();
    if (!outcome.ok && sink.kind === 'record') fail(what, outcome);
  }

  function fail(what: string, { error }: Failure): void {
    failure ??= sinkFailed(`The metric sink "${sink.name}" of run ${runId}`, what, error);
    size -= pending.length;
    pending = [];
  }

  return {
    get size() {
      return size;
    },
    get failure() {
      return failure;
    },
    push(points) {
      if (failure !== undefined || points.length === 0) return;
      for (const point of points) pending.push(point);
      size += points.length;
      draining ??= drain();
    },
    async drained() {
      const relax = pace.hurry();
      await draining;
      relax();
    },
    flush: () => call('flush', (options) => sink.flush?.(options)),
    close: () => call('close', (options) => sink.close?.(options)),
  };
}

function sinkFailed(sink: string, what: string, cause: Error): CartwheelError {
  const message = `${sink} must not lose points, and its ${what} failed: ${cause.message}`;
  return new CartwheelError('callbacks/sink-failed', message, { cause });
}
