import { CartwheelError } from '@cartwheel/async-guard';
import type { Space, VectorEnv } from '@cartwheel/envs';
import { describeSpace, restoreSpace, type SpaceDescription } from './space-description.ts';

/** What a policy sees and does. */
export interface Spaces {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
}

export interface SpacesDescription {
  observationSpace: SpaceDescription;
  actionSpace: SpaceDescription;
}

export function describeSpaces({ observationSpace, actionSpace }: Spaces): SpacesDescription {
  return { observationSpace: describeSpace(observationSpace), actionSpace: describeSpace(actionSpace) };
}

export function restoreSpaces({ observationSpace, actionSpace }: SpacesDescription): Spaces {
  return { observationSpace: restoreSpace(observationSpace), actionSpace: restoreSpace(actionSpace) };
}

/** Whether a model can act in `env`. Throws `algorithms/other-spaces`. */
export function checkSpaces(env: VectorEnv, spaces: Spaces): void {
  const expected = JSON.stringify(describeSpaces(spaces));
  const found = JSON.stringify(describeSpaces(env));
  if (expected === found) return;
  throw new CartwheelError(
    'algorithms/other-spaces',
    `The model was trained on ${expected}; ${env.id} has ${found}. Give it an environment with the same spaces.`,
  );
}
