import {
  flag,
  integer,
  real,
  schedule,
  type HyperparameterInput,
  type HyperparameterTable,
} from '../hyperparameters/hyperparameter.ts';
import { onPolicyHyperparameters, type OnPolicyHyperparameters } from '../on-policy/hyperparameters.ts';

/** A2C's hyperparameters, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type A2cHyperparameters = OnPolicyHyperparameters & {
  /** RMSprop as in the paper; Adam otherwise. Default true. */
  useRmsProp: boolean;
  /** Added to the root of RMSprop's mean square. Default 1e-5. */
  rmsPropEps: number;
};

/** What a user may give: any of them, schedules also by name or as a function. */
export type A2cHyperparameterInput = HyperparameterInput<A2cHyperparameters>;

/** Names, ranges and defaults: those of Stable-Baselines3's `A2C`. */
export const a2cHyperparameters: HyperparameterTable<A2cHyperparameters> = {
  learningRate: schedule({ default: 7e-4, above: 0, live: true }),
  nSteps: integer({ default: 5, min: 1 }),
  gaeLambda: real({ default: 1, min: 0, max: 1 }),
  normalizeAdvantage: flag({ default: false }),
  useRmsProp: flag({ default: true }),
  rmsPropEps: real({ default: 1e-5, above: 0 }),
  ...onPolicyHyperparameters,
};
