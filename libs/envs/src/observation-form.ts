import { CartwheelError } from '@cartwheel/async-guard';
import { describeObservation } from './check-env/describe-observation.ts';
import { Box } from './spaces/box.ts';
import { Dict } from './spaces/dict.ts';
import type { Space } from './spaces/space.ts';
import { Tuple } from './spaces/tuple.ts';

/** Whether a value can be flattened as an element of the space. The bounds of a Box are no matter: only its length is. */
export function hasForm(space: Space, value: unknown): boolean {
  if (space instanceof Box) return isList(value) && value.length === space.flatSize;
  if (space instanceof Tuple) {
    return (
      Array.isArray(value) &&
      value.length === space.spaces.length &&
      space.spaces.every((part, i) => hasForm(part, value[i]))
    );
  }
  if (space instanceof Dict) {
    if (typeof value !== 'object' || value === null) return false;
    const parts = new Map<string, unknown>(Object.entries(value));
    return Object.entries(space.spaces).every(([key, part]) => hasForm(part, parts.get(key)));
  }
  return space.contains(value);
}

/** `where` says which call gave it. */
export function wrongObservation(space: Space, observation: unknown, where: string): CartwheelError {
  return new CartwheelError(
    'envs/wrong-observation',
    `${where}: ${describeObservation(space, observation)}. Give what observationSpace says, or change observationSpace; ` +
      'checkEnv() looks at the rest.',
  );
}

function isList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}
