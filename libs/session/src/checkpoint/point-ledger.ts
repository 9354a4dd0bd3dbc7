import { METRICS, type MetricSink, type ProgressDispatcher } from '@cartwheel/callbacks';
import { seriesKey, type MetricPoint } from '@cartwheel/experiment-state';
import type { RunStore } from '@cartwheel/tracking';

/** The points of the newest step that was handed over: what a checkpoint keeps, to tell what came after it. */
export interface LastPoints {
  readonly step: number;
  /** By series and step. */
  readonly keys: readonly string[];
}

export interface PointLedgerOptions {
  store: RunStore;
  /** What was recorded before a run was resumed, by key: it is computed again, and not handed over again. */
  recorded: ReadonlyMap<string, number>;
  last: LastPoints | undefined;
  /** A point that came out otherwise than it was recorded; told once no other of its step can take its place. */
  onDifference: (point: MetricPoint, recorded: number) => void;
}

/** Which points went where: between the metrics of a training and the store. */
export interface PointLedger {
  /** Of the newest step. */
  readonly last: LastPoints;
  /** `dispatcher`, but for points that are recorded already. */
  guard(dispatcher: ProgressDispatcher): ProgressDispatcher;
  /** The record of truth: training waits for it, and ends when it fails. */
  readonly sink: MetricSink;
  /** Resolves when all points that were handed over up to now are on disk; rejects where one cannot get there any more. */
  settled(): Promise<void>;
}

/** A point's place in the record. */
export function pointKey({ name, context, step }: Pick<MetricPoint, 'name' | 'context' | 'step'>): string {
  return `${step} ${seriesKey(name, context)}`;
}

export function createPointLedger({ store, recorded, last: before, onDifference }: PointLedgerOptions): PointLedger {
  let handedOver = 0;
  let written = 0;
  let failure: { readonly error: unknown } | undefined;
  let step = before?.step ?? -1;
  let keys = new Set(before?.keys);
  const differences = new Map<string, { point: MetricPoint; recorded: number }>();

  /** Whether its place was taken before, by a point of the newest step. */
  function note(point: MetricPoint, key: string): boolean {
    if (point.step < step) return false;
    if (point.step > step) {
      keys = new Set();
      tellDifferences();
    }
    step = point.step;
    const isTaken = keys.has(key);
    keys.add(key);
    return isTaken;
  }

  function tellDifferences(): void {
    for (const difference of differences.values()) onDifference(difference.point, difference.recorded);
    differences.clear();
  }

  /** After a call that failed, or was given up, a record gets no more points. */
  function fail(error: unknown): void {
    failure ??= { error };
  }

  /**
   * Whether it is new. Two points may have one place, as of two evaluations at the last step: the second one takes it, and the
   * record may have the first one or the second.
   */
  function isNew(point: MetricPoint): boolean {
    const key = pointKey(point);
    const isSecond = note(point, key);
    const value = recorded.get(key);
    if (value === undefined) return true;
    differences.delete(key);
    if (Object.is(value, point.value) || isClock(point.name)) return false;
    if (!isSecond) differences.set(key, { point, recorded: value });
    return isSecond;
  }

  return {
    get last() {
      return { step, keys: [...keys] };
    },
    guard: (dispatcher) => ({
      get waitedMs() {
        return dispatcher.waitedMs;
      },
      get queuedPoints() {
        return dispatcher.queuedPoints;
      },
      dispatch(points) {
        const fresh = points.filter(isNew);
        handedOver += fresh.length;
        return dispatcher.dispatch(fresh);
      },
      flush: () => dispatcher.flush(),
      close() {
        tellDifferences();
        return dispatcher.close();
      },
    }),
    sink: {
      name: 'run store',
      kind: 'record',
      async write({ runId, points }, { signal }) {
        signal.addEventListener('abort', () => fail(signal.reason), { once: true });
        try {
          await store.appendPoints(runId, points);
        } catch (error) {
          fail(error);
          throw error;
        }
        written += points.length;
      },
      flush: () => store.flush(),
    },
    async settled() {
      const wanted = handedOver;
      // Each flush ends the transaction in hand; what waited behind it is in the next one.
      const isBehind = (): boolean => written < wanted;
      while (isBehind()) {
        if (failure !== undefined) throw failure.error;
        await store.flush();
      }
    },
  };
}

/** Whether a metric depends on wall time; one of somebody's own does not. */
function isClock(name: string): boolean {
  const metrics: Readonly<Record<string, { clock: boolean }>> = METRICS;
  return Object.hasOwn(metrics, name) && metrics[name].clock;
}
