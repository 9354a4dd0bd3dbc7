import { join } from 'node:path';
import { createScope } from '@cartwheel/async-guard';
import type { ExperimentBroker } from '@cartwheel/broker';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { joinReaders } from '../server/join-readers.ts';
import type { RunReader } from '../server/run-reader.ts';
import { deletedRunsIn, type DeletedRuns } from './deleted-runs.ts';
import { mirrorRuns } from './mirror-runs.ts';

/** Beside the project's own store: what is kept of runs that other machines train. */
const MIRROR_FOLDER = 'mirror';

/** What is kept here of runs elsewhere. */
export interface Mirror {
  readonly store: RunStore;
  readonly deleted: DeletedRuns;
}

export interface OpenRecords extends AsyncDisposable {
  readonly store: RunReader;
  /** With Redis only. */
  readonly mirror?: Mirror;
}

/** The project's record, and with Redis that of the runs elsewhere as far as it has come here. Throws as `openRunStore`. */
export async function openRecords(
  out: string,
  openBroker: (() => Promise<ExperimentBroker>) | undefined,
): Promise<OpenRecords> {
  // A machine that only watches may have no run of its own.
  if (openBroker !== undefined) await (await openRunStore({ dir: out })).close();
  const local = await openRunStore({ dir: out, readOnly: true });
  if (openBroker === undefined) return { store: local, [Symbol.asyncDispose]: () => local.close() };
  const folder = join(out, MIRROR_FOLDER);
  const store = await openRunStore({ dir: folder });
  const deleted = deletedRunsIn(folder);
  const scope = createScope({ name: 'mirror' });
  void scope.spawn('find runs elsewhere', (signal) => mirrorRuns({ openBroker, local, store, deleted, scope }, signal));
  return {
    store: joinReaders(local, store),
    mirror: { store, deleted },
    async [Symbol.asyncDispose]() {
      await scope.close();
      await Promise.all([local.close(), store.close()]);
    },
  };
}
