import { CartwheelError } from '@cartwheel/async-guard';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ModelFiles } from './model-files.ts';

/** Throws `algorithms/no-file-system`: there are no folders here. */
export function writeModelFolder(dir: string): Promise<void> {
  return Promise.reject(noFileSystem('save', dir));
}

/** Throws `algorithms/no-file-system`: there are no folders here. */
export function readModelFolder(dir: string): Promise<ModelFiles> {
  return Promise.reject(noFileSystem('load', dir));
}

/** SHA-256 over `parts`, one after the other, hex. */
export function sha256Of(parts: Iterable<Uint8Array>): string {
  const hash = sha256.create();
  for (const part of parts) hash.update(part);
  return bytesToHex(hash.digest());
}

function noFileSystem(action: string, dir: string): CartwheelError {
  return new CartwheelError(
    'algorithms/no-file-system',
    `To ${action} the model folder ${dir} takes Node.js; a browser has no folders.`,
  );
}
