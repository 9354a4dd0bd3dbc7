import { describeError, type Scope } from '@cartwheel/async-guard';
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
  /** How often the store is asked for news, in milliseconds. Default 500. */
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

/**
 * Starts at once, in the background: training never waits for it. The broker may be away, and may come back with less than
 * it had: each batch says behind which of the store's positions it lies, so that the window has no hole.
 */
export function startPointFeed(options: PointFeedOptions): PointFeed {
  const { store, broker, runId, lease, scope, logger, pollMs = 500 } = options;
  let position: number | undefined;
  let failures = 0;
  let isFinishing = false;
  let wake: (() => void) | undefined;
  const stopped = new AbortController();

  /** Where the window ends, or where it is to begin. */
  async function findPosition(): Promise<number> {
    const asked = await broker.publishPoints(runId, { epoch: lease.epoch, after: 0, position: 0, points: [] });
    if (asked.status === 'stale') return stale(asked.epoch);
    return asked.position > 0 ? asked.position : Math.max(0, (await store.position(runId)) - WINDOW);
  }

  /** Gives whether there may be more. */
  async function next(): Promise<boolean> {
    const after = (position ??= await findPosition());
    const changes = await store.changes(runId, { after, limit: BATCH_POINTS });
    if (changes.position === after || stopped.signal.aborted) return false;
    const points = changes.points.map(metricPoint);
    const result = await broker.publishPoints(runId, { epoch: lease.epoch, after, position: changes.position, points });
    if (result.status === 'stale') return stale(result.epoch) > 0;
    position = result.position;
    return true;
  }

  function stale(epoch: number): number {
    lease.lose(epoch);
    stopped.abort();
    return 0;
  }

  async function attempt(): Promise<'more' | 'idle' | 'failed'> {
    try {
      const more = await next();
      failures = 0;
      return more ? 'more' : 'idle';
    } catch (error) {
      // It may have less when it is back.
      position = undefined;
      if (failures++ === 0) {
        const { code, message } = describeError(error);
        logger.warn(`the broker does not take points; they come later: ${message}`, { runId, code });
      }
      return 'failed';
    }
  }

  async function run(scopeSignal: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([scopeSignal, stopped.signal]);
    signal.addEventListener('abort', () => wake?.(), { once: true });
    while (!signal.aborted) {
      const isLast = isFinishing;
      const outcome = await attempt();
      if (outcome === 'idle' && isLast) return;
      if (outcome === 'more' || signal.aborted || isLast !== isFinishing) continue;
      await wait(outcome === 'idle' ? pollMs : Math.min(LONGEST_RETRY_MS, pollMs * 2 ** failures));
    }
  }

  /** Also over when it is to finish; then what failed is tried again soon. */
  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, isFinishing ? Math.min(ms, pollMs) : ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const ended = scope.spawn('points to the broker', run);
  return {
    async finish(budgetMs) {
      isFinishing = true;
      wake?.();
      // quality-ignore unguarded -- abort() does not throw
      const timer = setTimeout(() => stopped.abort(), budgetMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Steps beyond 2^53 are rounded: who watches a curve does not see it. */
function metricPoint({ step, ...point }: StepPoint): MetricPoint {
  return { ...point, step: Number(step) };
}
