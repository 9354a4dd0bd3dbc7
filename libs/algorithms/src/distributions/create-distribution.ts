import { CartwheelError } from '@cartwheel/async-guard';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '@cartwheel/envs';
import type { Engine } from '@cartwheel/nn';
import { Bernoulli } from './bernoulli.ts';
import { Categorical } from './categorical.ts';
import { DiagonalGaussian } from './diagonal-gaussian.ts';
import type { Distribution } from './distribution.ts';
import { MultiCategorical } from './multi-categorical.ts';

export interface DistributionOptions {
  /** For messages. */
  algorithm: string;
  /** Most rows of a batch. */
  capacity: number;
  engine: Engine;
  /** Where the log standard deviation of a Gaussian starts. */
  logStdInit: number;
}

/** The distribution that fits an action space. Throws `algorithms/unsupported-action-space`. */
export function createDistribution(actionSpace: Space, options: DistributionOptions): Distribution {
  const { algorithm, capacity, engine, logStdInit } = options;
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
