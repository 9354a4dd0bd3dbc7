import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { messageOf } from './message-of.ts';
import { makeFolder } from './make-folder.ts';
import { TrackingError } from './tracking-error.ts';

/** The run store's file in a project folder. */
export const STORE_FILE = 'cartwheel.db';

/** Where a store is. */
export type StoreLocation =
  | {
      /** The project folder; the store is its `cartwheel.db`. */
      dir: string;
    }
  | {
      /** The store's file itself. */
      file: string;
    };

export function resolveStoreFile(location: StoreLocation): string {
  return 'file' in location ? resolve(location.file) : resolve(location.dir, STORE_FILE);
}

/** Makes the folder of a store where it is missing. Throws `tracking/unwritable`. */
export async function prepareFolder(file: string): Promise<void> {
  const dir = dirname(file);
  try {
    await makeFolder(dir);
    await access(dir, constants.W_OK);
  } catch (cause) {
    throw new TrackingError(
      'tracking/unwritable',
      `The run store must lie in a folder that can be written, but ${dir} is not one (${messageOf(cause)}). Choose another.`,
      { cause },
    );
  }
}

/** Throws `tracking/no-store`. */
export async function expectStore(file: string): Promise<void> {
  try {
    await stat(file);
  } catch (cause) {
    throw new TrackingError(
      'tracking/no-store',
      `Expected a run store at ${file}, found none (${messageOf(cause)}). Train something first, or name another project folder.`,
      { cause },
    );
  }
}
