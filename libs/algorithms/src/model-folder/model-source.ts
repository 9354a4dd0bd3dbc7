import { readModelFolder } from '#model-folder';
import { CartwheelError } from '@cartwheel/async-guard';
import type { ModelSource } from '../algorithm.ts';
import type { ModelFiles } from './model-files.ts';

/** Reads the files `names` of a model. Throws `algorithms/missing-model-file`. */
export async function readModelSource(source: ModelSource, names: readonly string[]): Promise<ModelFiles> {
  if (typeof source === 'string') return readModelFolder(source, names);
  for (const name of names) {
    if (Object.hasOwn(source, name)) continue;
    throw new CartwheelError(
      'algorithms/missing-model-file',
      `A model has a file ${name}; of the given ones (${Object.keys(source).join(', ') || 'none'}) it is none.`,
    );
  }
  return source;
}

/** For messages. */
export function nameOfSource(source: ModelSource): string {
  return typeof source === 'string' ? source : 'the given model';
}
