import { CartwheelError } from '@cartwheel/async-guard';

/** A model folder that is torn, or that somebody changed. */
export function alteredModel(dir: string, what: string, cause?: unknown): CartwheelError<'algorithms/altered-model'> {
  return new CartwheelError(
    'algorithms/altered-model',
    `The model folder ${dir} is not as save() wrote it: ${what}. Take another copy, or an older checkpoint.`,
    { cause },
  );
}
