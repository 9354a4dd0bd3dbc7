import { rm } from 'node:fs/promises';
import { CartwheelError } from '@cartwheel/async-guard';
import type { RunRecord } from '@cartwheel/tracking';
import { findRun } from './find-run.ts';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';

export interface DeleteRunOptions {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** The project folder; default `./cartwheel-runs`. */
  out?: string;
  /** Also a run that has not ended. Default false. */
  force?: boolean;
}

/**
 * Removes a run's folder and then its record, so that one cut short can be done again.
 *
 * Throws `session/no-such-run`, `session/ambiguous-run`, `session/active-run` and the store's errors.
 */
export async function deleteRun({ run: selector, out, force = false }: DeleteRunOptions): Promise<RunRecord> {
  const folder = projectFolder(out);
  await using record = await openRecord(folder);
  const run = await findRun(record.store, selector);
  if (!force && run.status !== 'finished' && run.status !== 'failed') {
    throw new CartwheelError(
      'session/active-run',
      `Run ${run.runId} is '${run.status}': a process may still write it. Stop it first; if there is none any more, delete it with --force.`,
    );
  }
  await rm(folder.resolve(`runs/${run.runId}`), { recursive: true, force: true });
  await record.store.deleteRun(run.runId);
  return run;
}
