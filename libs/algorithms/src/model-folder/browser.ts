import { CartwheelError } from '@cartwheel/async-guard';
import type { ModelFiles } from './model-files.ts';

/** Throws `algorithms/no-file-system`: there are no folders here. */
export function writeModelFolder(dir: string): Promise<void> {
  return Promise.reject(noFileSystem('save', dir));
}

/** Throws `algorithms/no-file-system`: there are no folders here. */
export function readModelFolder(dir: string): Promise<ModelFiles> {
  return Promise.reject(noFileSystem('load', dir));
}

function noFileSystem(action: string, dir: string): CartwheelError {
  return new CartwheelError(
    'algorithms/no-file-system',
    `To ${action} the model folder ${dir} takes Node.js; a browser has no folders.`,
  );
}
