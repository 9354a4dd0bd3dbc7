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
  /**
   * Does `record` where the store has got all points that were handed over up to now, so that they are on disk with it or
   * before it. Rejects where one of them cannot get there any more.
   */
  behindPoints(record: () => Promise<void>): Promise<void>;
}

/** A point's place in the record. */
export function pointKey({ name, context, step }: Pick<MetricPoint, 'name' | 'context' | 'step'>): string {
  return `${step} ${seriesKey(name, context)}`;
}

export function createPointLedger(options: PointLedgerOptions): PointLedger {
  return new StoreLedger(options);
}

class StoreLedger implements PointLedger {
  readonly sink: MetricSink;
  readonly #store: RunStore;
  readonly #recorded: RecordedPoints;
  #handedOver = 0;
  /** The store has got them; on disk they are when it says so. */
  #passedOn = 0;
  /** Aborted by a call that failed, or was given up: a record gets no more points then. */
  readonly #failure = new AbortController();
  readonly #failed = rejectionOf(this.#failure.signal);

  constructor(options: PointLedgerOptions) {
    this.#store = options.store;
    this.#recorded = new RecordedPoints(options);
    this.sink = {
      name: 'run store',
      kind: 'record',
      write: ({ runId, points }, { signal }) => this.#write(runId, points, signal),
      flush: () => this.#store.flush(),
    };
  }

  get last(): LastPoints {
    return this.#recorded.last;
  }

  guard(dispatcher: ProgressDispatcher): ProgressDispatcher {
    return {
      get waitedMs() {
        return dispatcher.waitedMs;
      },
      get queuedPoints() {
        return dispatcher.queuedPoints;
      },
      dispatch: (points) => {
        const fresh = points.filter((point) => this.#recorded.isNew(point));
        this.#handedOver += fresh.length;
        return dispatcher.dispatch(fresh);
      },
      flush: () => dispatcher.flush(),
      close: () => {
        this.#recorded.tellDifferences();
        return dispatcher.close();
      },
    };
  }

  async behindPoints(record: () => Promise<void>): Promise<void> {
    const wanted = this.#handedOver;
    // A flush ends the transaction in hand; what waits behind it is passed on then.
    while (this.#passedOn < wanted) await Promise.race([this.#store.flush(), this.#failed]);
    this.#failure.signal.throwIfAborted();
    await Promise.race([record(), this.#failed]);
  }

  async #write(runId: string, points: readonly MetricPoint[], signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#failure.abort(signal.reason), { once: true });
    const appended = this.#store.appendPoints(runId, points);
    this.#passedOn += points.length;
    try {
      await appended;
    } catch (error) {
      this.#failure.abort(error);
      throw error;
    }
  }
}

/** What the record had before a run was resumed, and the places of the newest step's points. */
class RecordedPoints {
  readonly #values: ReadonlyMap<string, number>;
  readonly #onDifference: PointLedgerOptions['onDifference'];
  readonly #differences = new Map<string, { point: MetricPoint; recorded: number }>();
  #step: number;
  #keys: Set<string>;

  constructor({ recorded, last, onDifference }: PointLedgerOptions) {
    this.#values = recorded;
    this.#onDifference = onDifference;
    this.#step = last?.step ?? -1;
    this.#keys = new Set(last?.keys);
  }

  get last(): LastPoints {
    return { step: this.#step, keys: [...this.#keys] };
  }

  /**
   * Whether it is new. Two points may have one place, as of two evaluations at the last step: the second one takes it, and the
   * record may have the first one or the second.
   */
  isNew(point: MetricPoint): boolean {
    const key = pointKey(point);
    const isSecond = this.#note(point, key);
    const value = this.#values.get(key);
    if (value === undefined) return true;
    this.#differences.delete(key);
    if (Object.is(value, point.value) || isClock(point.name)) return false;
    if (!isSecond) this.#differences.set(key, { point, recorded: value });
    return isSecond;
  }

  tellDifferences(): void {
    for (const { point, recorded } of this.#differences.values()) this.#onDifference(point, recorded);
    this.#differences.clear();
  }

  /** Whether its place was taken before, by a point of the newest step. */
  #note(point: MetricPoint, key: string): boolean {
    if (point.step < this.#step) return false;
    if (point.step > this.#step) {
      this.#keys = new Set();
      this.tellDifferences();
    }
    this.#step = point.step;
    const isTaken = this.#keys.has(key);
    this.#keys.add(key);
    return isTaken;
  }
}

/** Rejects with the reason of `signal` once it is aborted. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Told to whoever waits for it.
  rejection.catch(() => undefined);
  return rejection;
}

/** Whether a metric depends on wall time; one of somebody's own does not. */
function isClock(name: string): boolean {
  const metrics: Readonly<Record<string, { clock: boolean }>> = METRICS;
  return Object.hasOwn(metrics, name) && metrics[name].clock;
}
