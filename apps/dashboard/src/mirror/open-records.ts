import { join } from 'node:path';
import { createScope } from '@cartwheel/async-guard';
import type { ExperimentBroker } from '@cartwheel/broker';
import { deletedRuns, projectFolder } from '@cartwheel/session';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { joinReaders } from '../server/join-readers.ts';
import { openProjectRecord } from '../server/project-record.ts';
import type { RunReader } from '../server/run-reader.ts';
import { mirrorRuns } from './mirror-runs.ts';

/** Beside the project's own store: what is kept of runs that other machines train. */
const MIRROR_FOLDER = 'mirror';

export interface OpenRecords extends AsyncDisposable {
  readonly store: RunReader;
  /** What is kept here of runs elsewhere, with Redis only. */
  readonly mirror?: RunStore;
}

/** The project's record, and with Redis that of the runs elsewhere as far as it has come here. Throws as `openRunStore`. */
export async function openRecords(
  out: string,
  openBroker: (() => Promise<ExperimentBroker>) | undefined,
): Promise<OpenRecords> {
  const project = await openProjectRecord(out);
  if (openBroker === undefined) return project;
  const local = project.store;
  const store = await openRunStore({ dir: join(out, MIRROR_FOLDER) });
  const deleted = deletedRuns(projectFolder(out));
  const scope = createScope({ name: 'mirror' });
  void scope.spawn('find runs elsewhere', (signal) => mirrorRuns({ openBroker, local, store, deleted, scope }, signal));
  return {
    store: joinReaders(local, store),
    mirror: store,
    async [Symbol.asyncDispose]() {
      await scope.close();
      await Promise.all([project[Symbol.asyncDispose](), store.close()]);
    },
  };
}
