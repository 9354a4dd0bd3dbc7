import { appendFile, readFile } from 'node:fs/promises';
import type { ProjectFolder } from './project-folder.ts';

/** Runs that were deleted from a project folder: whoever copies runs from Redis must not bring them back. */
export interface DeletedRuns {
  /** On disk when it resolves. */
  add(runId: string): Promise<void>;
  all(): Promise<ReadonlySet<string>>;
}

/** A line each, in `deleted-runs.txt`; processes that share the folder share it. */
export function deletedRuns(folder: ProjectFolder): DeletedRuns {
  const file = folder.resolve('deleted-runs.txt');
  return {
    add: (runId) => appendFile(file, `${runId}\n`, { flush: true }),
    async all() {
      try {
        return new Set((await readFile(file, 'utf8')).split('\n').slice(0, -1));
      } catch (error) {
        // Nothing was deleted yet.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set();
        throw error;
      }
    },
  };
}
