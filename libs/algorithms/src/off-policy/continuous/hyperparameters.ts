import { choice, integer, real, sizes, type HyperparameterTable } from '../../hyperparameters/hyperparameter.ts';
import { ACTION_NOISES, type ActionNoiseKind } from './action-noise.ts';
import { offPolicyHyperparameters, type OffPolicyHyperparameters } from '../hyperparameters.ts';

/** What learners of continuous actions share, named as Stable-Baselines3's in camelCase. */
export type ContinuousHyperparameters = OffPolicyHyperparameters & {
  /** Critics, of which the least value counts. */
  nCritics: number;
  /** What is added to actions while experience is collected. Default none. */
  actionNoise: ActionNoiseKind;
  /** Its standard deviation, in actions scaled to [−1, 1]. Default 0.1. */
  actionNoiseStd: number;
};

/** Names, ranges and defaults of what they have in common. */
export const continuousHyperparameters = {
  ...offPolicyHyperparameters,
  batchSize: integer({ default: 256, min: 1 }),
  tau: real({ default: 0.005, above: 0, max: 1, live: true }),
  trainFreq: integer({ default: 1, min: 1, live: true }),
  nCritics: integer({ default: 2, min: 1 }),
  actionNoise: choice({ default: 'none', of: ACTION_NOISES }),
  actionNoiseStd: real({ default: 0.1, min: 0 }),
  netArch: sizes({ default: [256, 256] }),
} satisfies Partial<HyperparameterTable<ContinuousHyperparameters>>;
