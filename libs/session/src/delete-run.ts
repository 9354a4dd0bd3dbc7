import { rm } from 'node:fs/promises';
import { CartwheelError } from '@cartwheel/async-guard';
import { silentLogger, type Logger } from '@cartwheel/logging';
import type { RunRecord } from '@cartwheel/tracking';
import { deletedRuns } from './deleted-runs.ts';
import { findRun } from './find-run.ts';
import { openLiveBroker } from './live-broker.ts';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';

/** What `deleteRun` takes. */
export interface DeleteRunOptions {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** The project folder; default `./cartwheel-runs`. */
  out?: string;
  /** Also a run that has not ended. Default false. */
  force?: boolean;
  /** Take its live state out of this Redis, too. */
  redisUrl?: string | undefined;
  /** Hears of trouble with Redis. Default: nobody. */
  logger?: Logger;
}

/** What was deleted. */
export interface DeletedRun {
  run: RunRecord;
  /** Whether Redis had it. */
  fromRedis: boolean;
}

/**
 * Removes a run's folder and then its record, so that one cut short can be done again. What Redis still has of it does not
 * bring it back to the folder's dashboards.
 *
 * Throws `session/no-such-run`, `session/ambiguous-run`, `session/active-run`, with Redis `broker/run-held` and
 * `broker/unreachable`, and the store's errors.
 */
export async function deleteRun(options: DeleteRunOptions): Promise<DeletedRun> {
  const { run: selector, out, force = false, redisUrl, logger = silentLogger } = options;
  const folder = projectFolder(out);
  await using record = await openRecord(folder);
  const run = await findRun(record.store, selector);
  if (!force && run.status !== 'finished' && run.status !== 'failed') {
    throw new CartwheelError(
      'session/active-run',
      `Run ${run.runId} is '${run.status}': a process may still write it. Stop it first; if there is none any more, delete it with --force.`,
    );
  }
  const fromRedis = redisUrl !== undefined && (await deleteFromRedis(run.runId, redisUrl, logger));
  await deletedRuns(folder).add(run.runId);
  await rm(folder.resolve(`runs/${run.runId}`), { recursive: true, force: true });
  await record.store.deleteRun(run.runId);
  return { run, fromRedis };
}

async function deleteFromRedis(runId: string, redisUrl: string, logger: Logger): Promise<boolean> {
  await using live = await openLiveBroker(redisUrl, logger);
  return await live.broker.delete(runId);
}
