import {
  integer,
  real,
  schedule,
  sizes,
  type HyperparameterInput,
  type HyperparameterTable,
} from '../hyperparameters/hyperparameter.ts';
import { continuousHyperparameters, type ContinuousHyperparameters } from '../off-policy/continuous/hyperparameters.ts';

/** TD3's hyperparameters, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type Td3Hyperparameters = ContinuousHyperparameters & {
  /** Every so manieth gradient step of the critics is one of the actor and the targets too. Default 2; DDPG 1. */
  policyDelay: number;
  /** Standard deviation of the noise on the target's actions, in scaled actions. Default 0.2; DDPG 0. */
  targetPolicyNoise: number;
  /** Bound of that noise. Default 0.5; DDPG 0. */
  targetNoiseClip: number;
};

/** What a user may give: any of them, schedules also by name or as a function. */
export type Td3HyperparameterInput = HyperparameterInput<Td3Hyperparameters>;

/** Names, ranges and defaults: those of Stable-Baselines3's `TD3`. */
export const td3Hyperparameters: HyperparameterTable<Td3Hyperparameters> = {
  learningRate: schedule({ default: 1e-3, above: 0, live: true }),
  ...continuousHyperparameters,
  policyDelay: integer({ default: 2, min: 1, live: true }),
  targetPolicyNoise: real({ default: 0.2, min: 0, live: true }),
  targetNoiseClip: real({ default: 0.5, min: 0, live: true }),
  netArch: sizes({ default: [400, 300] }),
};
