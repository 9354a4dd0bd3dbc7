import { rm } from 'node:fs/promises';

/** Takes a folder and all in it away; one that is not there is no error. */
export function removeFolder(dir: string): Promise<void> {
  return rm(dir, { recursive: true, force: true });
}
