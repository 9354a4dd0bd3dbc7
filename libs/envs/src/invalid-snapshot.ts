import { CartwheelError } from '@cartwheel/async-guard';
import type { EnvSnapshot } from './env.ts';

/** The error `envs/invalid-snapshot`. */
export function invalidSnapshot(id: string, expected: string, snapshot: EnvSnapshot): CartwheelError {
  return new CartwheelError(
    'envs/invalid-snapshot',
    `${id} can restore what its snapshot() gave, with ${expected}, but got ${JSON.stringify(snapshot)}.`,
  );
}
