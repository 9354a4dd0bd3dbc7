import { join, resolve } from 'node:path';

/** Where a project keeps its runs: `cartwheel.db` and `runs/<id>/checkpoints/<step>/`. */
export interface ProjectFolder {
  readonly dir: string;
  /** Relative to the project folder, as the state and the store keep it. */
  checkpointPath(runId: string, step: number): string;
  resolve(relativePath: string): string;
}

/** Where runs are kept unless somebody says otherwise. */
export const DEFAULT_PROJECT_FOLDER = './cartwheel-runs';

/** The paths within a project folder. It makes nothing. */
export function projectFolder(dir: string = DEFAULT_PROJECT_FOLDER): ProjectFolder {
  const root = resolve(dir);
  return {
    dir: root,
    checkpointPath: (runId, step) => `runs/${runId}/checkpoints/${step}`,
    resolve: (relativePath) => join(root, relativePath),
  };
}
