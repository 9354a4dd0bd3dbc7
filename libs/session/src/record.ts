import { openRunStore, type RunStore } from '@cartwheel/tracking';
import type { ProjectFolder } from './project-folder.ts';

/** The project's run store, closed when the scope that opened it ends. */
export interface OpenRecord extends AsyncDisposable {
  readonly store: RunStore;
}

/** Throws `tracking/no-store` where `readOnly` finds nothing to read, and the store's own errors. */
export async function openRecord(folder: ProjectFolder, options: { readOnly?: boolean } = {}): Promise<OpenRecord> {
  const store = await openRunStore({ dir: folder.dir, ...options });
  return { store, [Symbol.asyncDispose]: () => store.close() };
}
