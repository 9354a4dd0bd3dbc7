import type { ExperimentBroker } from '@cartwheel/broker';
import { silentLogger, type Logger } from '@cartwheel/logging';
import type { ExperimentState } from '@cartwheel/experiment-state';
import { openLiveBroker } from './live-broker.ts';

/** What `pruneRuns` takes. */
export interface PruneRunsOptions {
  redisUrl: string;
  /** Runs that ended, or were lost, longer ago than that. Milliseconds. */
  olderThanMs: number;
  /** Only say which. */
  dryRun?: boolean;
  logger?: Logger;
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: () => number;
}

const ENDED = ['finished', 'failed', 'lost'] as const;

/**
 * Takes the live state of runs out of Redis that ended a while ago; what is recorded on disk stays. Gives them, newest last.
 *
 * Throws `broker/unreachable` and `broker/refused`.
 */
export async function pruneRuns(options: PruneRunsOptions): Promise<ExperimentState[]> {
  const { redisUrl, olderThanMs, dryRun = false, logger = silentLogger, now = Date.now } = options;
  await using live = await openLiveBroker(redisUrl, logger);
  const before = now() - olderThanMs;
  const ended = (await Promise.all(ENDED.map((status) => live.broker.list({ status, until: before })))).flat();
  const old = ended.filter(({ updatedAt }) => updatedAt < before).toSorted((a, b) => a.createdAt - b.createdAt);
  if (!dryRun) await deleteAll(live.broker, old);
  return old;
}

async function deleteAll(broker: ExperimentBroker, runs: readonly ExperimentState[]): Promise<void> {
  for (const { runId } of runs) await broker.delete(runId);
}
