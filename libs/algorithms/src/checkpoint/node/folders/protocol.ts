import type { ModelFiles } from '../../../model-folder/model-files.ts';

/** What the thread that writes folders does. */
export interface FolderOperations {
  write(argument: { dir: string; files: ModelFiles }): Promise<void>;
  remove(argument: { dirs: readonly string[] }): Promise<void>;
}
