import { syncRun, type RunStore, type SyncReport, type Tracker } from '@cartwheel/tracking';
import { findRun } from './find-run.ts';
import { projectFolder, type ProjectFolder } from './project-folder.ts';
import { openRecord, type OpenRecord } from './record.ts';
import { openTrackers } from './run-relays.ts';

/** What `syncRuns` takes. */
export interface SyncRunsOptions {
  /** An id, a unique prefix of one, or `latest`. Default: all runs. */
  run?: string;
  /** The project folder; default `./cartwheel-runs`. */
  out?: string;
  /** Trackers or their ids, beside those that a run was relayed to before. */
  trackers?: readonly (Tracker | string)[];
  signal?: AbortSignal;
  /** Told of each run and tracker as it is done. */
  onReport?: (report: SyncReport) => void;
}

/**
 * Delivers what trackers still lack of runs. A tracker that cannot be reached is in its report, and holds up no other.
 *
 * Throws `tracking/no-store`, `session/no-such-run`, `session/ambiguous-run`, and what a wrong tracker's id causes.
 */
export async function syncRuns({ run, out, trackers = [], signal, onReport }: SyncRunsOptions): Promise<SyncReport[]> {
  await using record = await openExisting(projectFolder(out));
  const { store } = record;
  const runs = run === undefined ? await store.runs() : [await findRun(store, run)];
  const given = await openTrackers(trackers);
  const reports: SyncReport[] = [];
  for (const { runId } of runs) {
    for (const target of await targetsOf(store, runId, given)) {
      const report =
        'error' in target ? target : await syncRun({ store, runId, tracker: target, ...(signal ? { signal } : {}) });
      reports.push(report);
      onReport?.(report);
    }
  }
  return reports;
}

/** Those that are given, and those that have a cursor; of one that nobody can open here, and that lacks something, why. */
async function targetsOf(store: RunStore, runId: string, given: readonly Tracker[]): Promise<(Tracker | SyncReport)[]> {
  const targets: (Tracker | SyncReport)[] = [...given];
  for (const { tracker, pending } of await store.cursors(runId)) {
    if (given.some(({ id }) => id === tracker)) continue;
    try {
      targets.push(...(await openTrackers([tracker])));
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (pending > 0) targets.push({ runId, tracker, delivered: 0, pending, error });
    }
  }
  return targets;
}

/** To write cursors, and yet make no store where there is none. */
async function openExisting(folder: ProjectFolder): Promise<OpenRecord> {
  await (await openRecord(folder, { readOnly: true }))[Symbol.asyncDispose]();
  return openRecord(folder);
}
