import { CartwheelError } from '@cartwheel/async-guard';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '@cartwheel/envs';
import type { Engine } from '@cartwheel/nn';
import { Bernoulli } from './bernoulli.ts';
import { Categorical } from './categorical.ts';
import { DiagonalGaussian } from './diagonal-gaussian.ts';
import type { Distribution } from './distribution.ts';
import { MultiCategorical } from './multi-categorical.ts';
import { StateDependentGaussian } from './state-dependent-gaussian.ts';

export interface DistributionOptions {
  /** For messages. */
  algorithm: string;
  /** Most rows of a batch. */
  capacity: number;
  engine: Engine;
  /** Where the log standard deviation of a Gaussian starts. */
  logStdInit: number;
  /** Gives a Gaussian noise that depends on the state. */
  stateDependent?: { featureSize: number; fullStd?: boolean } | undefined;
}

/**
 * The distribution that fits an action space. Throws `algorithms/unsupported-action-space`, and
 * `algorithms/invalid-hyperparameter` where noise cannot depend on the state.
 */
export function createDistribution(actionSpace: Space, options: DistributionOptions): Distribution {
  const { algorithm, capacity, engine, logStdInit, stateDependent } = options;
  if (stateDependent !== undefined) {
    const space = requireBox(algorithm, actionSpace);
    return new StateDependentGaussian(space, capacity, { ...stateDependent, engine, logStdInit });
  }
  if (actionSpace instanceof Discrete) return new Categorical(actionSpace.n, capacity, actionSpace.start);
  if (actionSpace instanceof MultiDiscrete) return new MultiCategorical(actionSpace.nvec, capacity);
  if (actionSpace instanceof MultiBinary) return new Bernoulli(actionSpace.n, capacity);
  if (actionSpace instanceof Box) return new DiagonalGaussian(actionSpace, capacity, engine, logStdInit);
  throw new CartwheelError(
    'algorithms/unsupported-action-space',
    `${algorithm} needs a Box, Discrete, MultiDiscrete or MultiBinary action space of @cartwheel/envs; ` +
      `this one is ${String(actionSpace)}. Flatten it in a wrapper of the environment.`,
  );
}

function requireBox(algorithm: string, actionSpace: Space): Box {
  if (actionSpace instanceof Box) return actionSpace;
  throw new CartwheelError(
    'algorithms/invalid-hyperparameter',
    `useSde of ${algorithm} must be false where actions are no Box; it is true, and actions are ${String(actionSpace)}. ` +
      'Its noise is added to actions: leave it out.',
  );
}
