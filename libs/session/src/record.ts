import { openRunStore, TrackingError, type RunStore } from '@cartwheel/tracking';
import type { ProjectFolder } from './project-folder.ts';

/** The project's run store, closed when the scope that opened it ends. */
export interface OpenRecord extends AsyncDisposable {
  readonly store: RunStore;
}

/**
 * Throws `tracking/no-store` where `readOnly` finds nothing to read, and the store's own errors. A store of an older
 * version is migrated, also for who only reads.
 */
export async function openRecord(folder: ProjectFolder, options: { readOnly?: boolean } = {}): Promise<OpenRecord> {
  const store = await openMigrated({ dir: folder.dir, ...options });
  return { store, [Symbol.asyncDispose]: () => store.close() };
}

async function openMigrated(options: { dir: string; readOnly?: boolean }): Promise<RunStore> {
  try {
    return await openRunStore(options);
  } catch (error) {
    if (!(error instanceof TrackingError) || error.code !== 'tracking/older-store') throw error;
    await (await openRunStore({ dir: options.dir })).close();
    return openRunStore(options);
  }
}
