import {
  optional,
  real,
  schedule,
  type Hyperparameter,
  type HyperparameterInput,
  type HyperparameterTable,
} from '../hyperparameters/hyperparameter.ts';
import { qHyperparameters, type QHyperparameters } from '../off-policy/hyperparameters.ts';

/** DQN's hyperparameters, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type DqnHyperparameters = QHyperparameters;

/** What a user may give: any of them, schedules also by name or as a function. */
export type DqnHyperparameterInput = HyperparameterInput<DqnHyperparameters>;

const maxGradNorm: Hyperparameter<number | null> = {
  ...optional(real({ default: 10, above: 0, live: true })),
  default: 10,
};

/** Names, ranges and defaults: those of Stable-Baselines3's `DQN`. */
export const dqnHyperparameters: HyperparameterTable<DqnHyperparameters> = {
  learningRate: schedule({ default: 1e-4, above: 0, live: true }),
  explorationFraction: real({ default: 0.1, above: 0, max: 1 }),
  explorationFinalEps: real({ default: 0.05, min: 0, max: 1 }),
  maxGradNorm,
  ...qHyperparameters,
};
