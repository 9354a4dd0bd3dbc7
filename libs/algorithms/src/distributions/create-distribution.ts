import { CartwheelError } from '@cartwheel/async-guard';
import { Discrete, type Space } from '@cartwheel/envs';
import { Categorical } from './categorical.ts';
import type { Distribution } from './distribution.ts';

/**
 * The distribution that fits an action space, for batches of at most `capacity` rows.
 *
 * Throws `algorithms/unsupported-action-space`.
 */
export function createDistribution(algorithm: string, actionSpace: Space, capacity: number): Distribution {
  if (actionSpace instanceof Discrete) return new Categorical(actionSpace.n, capacity, actionSpace.start);
  throw new CartwheelError(
    'algorithms/unsupported-action-space',
    `${algorithm} needs a Discrete action space of @cartwheel/envs; this one is ${actionSpace.kind} of shape [${actionSpace.shape.join(', ')}].`,
  );
}
