import { rm } from 'node:fs/promises';
import { writeModelFolder } from '../../../model-folder/node.ts';
import type { FolderOperations } from './protocol.ts';

/** On whichever thread calls them. */
export const folderOperations: FolderOperations = {
  write: ({ dir, files }) => writeModelFolder(dir, files),
  async remove({ dirs }) {
    for (const dir of dirs) await rm(dir, { recursive: true, force: true });
  },
};
