import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { createRunId } from '@cartwheel/experiment-state';
import type { RunStore } from '../run-store/run-store.ts';
import { runRecord } from './records.ts';

/** Room for one store. */
export interface OpenableStore {
  /** Opens what is there. Several may be open at once. */
  open(): Promise<RunStore>;
  /** Called after the test, when all that was opened is closed. */
  remove(): Promise<void>;
}

export type CreateOpenableStore = () => Promise<OpenableStore>;

/** For each test an empty store, which is closed and removed after it. Gives the function that opens it. */
export function useStore(create: CreateOpenableStore): () => Promise<RunStore> {
  let place: OpenableStore | undefined;
  let opened: RunStore[] = [];

  beforeEach(async () => {
    place = await create();
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    await place?.remove();
  });

  return async () => {
    if (!place) throw new Error('A store can be opened in a test only.');
    const store = await place.open();
    opened.push(store);
    return store;
  };
}

/** One store for all tests of a `describe`. Gives the function that makes a fresh run in it. */
export function useSharedStore(create: CreateOpenableStore): () => Promise<{ store: RunStore; runId: string }> {
  let place: OpenableStore | undefined;
  let store: RunStore | undefined;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
  });
  afterAll(async () => {
    await store?.close();
    await place?.remove();
  });

  return async () => {
    if (!store) throw new Error('A run can be made in a test only.');
    const runId = createRunId();
    await store.createRun(runRecord(runId));
    return { store, runId };
  };
}
