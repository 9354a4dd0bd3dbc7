import { describeError, type Scope } from '@cartwheel/async-guard';
import { startLoop, type NextStep, type StepContext } from '@cartwheel/async-guard/node';
import type { ExperimentBroker } from '@cartwheel/broker';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { Logger } from '@cartwheel/logging';
import type { RunStore, StepPoint } from '@cartwheel/tracking';
import type { RunLease } from './run-lease.ts';

export interface PointFeedOptions {
  store: RunStore;
  broker: Pick<ExperimentBroker, 'publishPoints'>;
  runId: string;
  lease: RunLease;
  /** It lives in it. */
  scope: Scope;
  logger: Logger;
  /** How often the store is asked for news, in milliseconds. Default 250. */
  pollMs?: number;
}

/** Brings a run's points from the record into the broker's window. */
export interface PointFeed {
  /** Brings what is in the store by now, and ends; what the broker does not take within the budget is left out. */
  finish(budgetMs: number): Promise<void>;
}

const BATCH_POINTS = 2000;
/** As many writes of the store as a window holds: of a long run that is gone on with, the rest need not come. */
const WINDOW = 2000;
const LONGEST_RETRY_MS = 5_000;

/** Starts at once, in the background: training never waits for it, and the broker may be away. */
export function startPointFeed(options: PointFeedOptions): PointFeed {
  const { runId, scope, logger, pollMs = 250 } = options;
  const filler = new WindowFiller(options);
  let failures = 0;

  async function step({ signal, isFinishing }: StepContext): Promise<NextStep> {
    try {
      const outcome = await filler.next(signal);
      failures = 0;
      if (outcome === 'more') return 'at once';
      return isFinishing || outcome === 'closed' ? 'end' : { afterMs: pollMs };
    } catch (error) {
      filler.forgetPosition();
      if (failures++ === 0) {
        const { code, message } = describeError(error);
        logger.warn(`the broker does not take points; they come later: ${message}`, { runId, code });
      }
      const retryMs = Math.min(LONGEST_RETRY_MS, pollMs * 2 ** failures);
      // Who waits for the end does not do so for long.
      return { afterMs: isFinishing ? Math.min(pollMs, retryMs) : retryMs };
    }
  }

  const loop = startLoop({ name: 'points to the broker', scope, step });
  return { finish: (budgetMs) => loop.finish({ budgetMs }) };
}

/**
 * The broker's window of one run, which has no hole: it may come back with less than it had, or with nothing, and each batch
 * says behind which of the store's positions it lies.
 */
class WindowFiller {
  readonly #options: PointFeedOptions;
  /** Where the window ends, as far as is known. */
  #position: number | undefined;
  /** There is no window: it is to begin where the next batch does. */
  #begins = false;

  constructor(options: PointFeedOptions) {
    this.#options = options;
  }

  /** It may have changed. */
  forgetPosition(): void {
    this.#position = undefined;
  }

  /**
   * Brings what is new. Gives `more` where more is there already, `closed` where another writer has the run; otherwise news
   * wait for each other, since each batch takes training's own time.
   */
  async next(signal: AbortSignal): Promise<'more' | 'idle' | 'closed'> {
    const { store, broker, runId, lease } = this.#options;
    const after = (this.#position ??= await this.#findPosition());
    if (after === undefined) return 'closed';
    const changes = await store.changes(runId, { after, limit: BATCH_POINTS });
    if (changes.position === after || signal.aborted) return 'idle';
    const points = changes.points.map(metricPoint);
    const batch = { epoch: lease.epoch, after, position: changes.position, points, begins: this.#begins };
    const result = await broker.publishPoints(runId, batch);
    if (result.status === 'stale') return this.#close(result.epoch);
    // Behind 0: the broker had lost the run, and has it from its writer without its window.
    this.#position = result.position > 0 ? result.position : undefined;
    this.#begins = false;
    const isFull = changes.points.length + changes.entries.length >= BATCH_POINTS;
    return result.status === 'behind' || isFull ? 'more' : 'idle';
  }

  /** Where the window ends, or where it is to begin; nothing where another writer has the run. */
  async #findPosition(): Promise<number | undefined> {
    const { store, broker, runId, lease } = this.#options;
    const asked = await broker.publishPoints(runId, { epoch: lease.epoch, after: 0, position: 0, points: [] });
    if (asked.status === 'stale') {
      this.#close(asked.epoch);
      return undefined;
    }
    this.#begins = asked.position === 0;
    return this.#begins ? Math.max(0, (await store.position(runId)) - WINDOW) : asked.position;
  }

  #close(epoch: number): 'closed' {
    this.#options.lease.lose(epoch);
    return 'closed';
  }
}

/** Steps beyond 2^53 are rounded: who watches a curve does not see it. */
function metricPoint({ name, context, step, time, value }: StepPoint): MetricPoint {
  return { name, context, step: Number(step), time, value };
}
