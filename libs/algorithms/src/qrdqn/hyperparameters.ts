import {
  integer,
  optional,
  real,
  schedule,
  type HyperparameterInput,
  type HyperparameterTable,
} from '../hyperparameters/hyperparameter.ts';
import { qHyperparameters, type QHyperparameters } from '../off-policy/hyperparameters.ts';

/** QR-DQN's hyperparameters, named as SB3-contrib's in camelCase; schedules spelt out. */
export type QrdqnHyperparameters = QHyperparameters & {
  /** Quantiles of the return of each action. Default 200. */
  nQuantiles: number;
};

/** What a user may give: any of them, schedules also by name or as a function. */
export type QrdqnHyperparameterInput = HyperparameterInput<QrdqnHyperparameters>;

/** Names, ranges and defaults: those of SB3-contrib's `QRDQN`. */
export const qrdqnHyperparameters: HyperparameterTable<QrdqnHyperparameters> = {
  learningRate: schedule({ default: 5e-5, above: 0, live: true }),
  nQuantiles: integer({ default: 200, min: 1 }),
  explorationFraction: real({ default: 0.005, above: 0, max: 1 }),
  explorationFinalEps: real({ default: 0.01, min: 0, max: 1 }),
  maxGradNorm: optional(real({ default: 10, above: 0, live: true })),
  ...qHyperparameters,
};
