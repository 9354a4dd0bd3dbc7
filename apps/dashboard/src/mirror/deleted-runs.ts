import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs that were deleted here and that Redis still has: they must not come again. */
export interface DeletedRuns {
  /** On disk when it resolves. */
  add(runId: string): Promise<void>;
  all(): Promise<ReadonlySet<string>>;
}

/** A line each, in a file beside the mirror's store; processes that share the folder share it. */
export function deletedRunsIn(folder: string): DeletedRuns {
  const file = join(folder, 'deleted-runs.txt');
  return {
    add: (runId) => appendFile(file, `${runId}\n`, { flush: true }),
    async all() {
      try {
        return new Set((await readFile(file, 'utf8')).split('\n'));
      } catch (error) {
        // Nothing was deleted yet.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set();
        throw error;
      }
    },
  };
}
