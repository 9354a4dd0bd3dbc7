import { integer, real, sizes, type HyperparameterTable } from '../../hyperparameters/hyperparameter.ts';
import { offPolicyHyperparameters, type OffPolicyHyperparameters } from '../hyperparameters.ts';

/** What learners of continuous actions share, named as Stable-Baselines3's in camelCase. */
export type ContinuousHyperparameters = OffPolicyHyperparameters & {
  /** Critics, of which the least value counts. */
  nCritics: number;
};

/** Names, ranges and defaults of what they have in common. */
export const continuousHyperparameters = {
  ...offPolicyHyperparameters,
  batchSize: integer({ default: 256, min: 1 }),
  tau: real({ default: 0.005, above: 0, max: 1, live: true }),
  trainFreq: integer({ default: 1, min: 1, live: true }),
  nCritics: integer({ default: 2, min: 1 }),
  netArch: sizes({ default: [256, 256] }),
} satisfies Partial<HyperparameterTable<ContinuousHyperparameters>>;
