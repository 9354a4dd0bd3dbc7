import type { Activation } from '@cartwheel/nn';
import { ACTIVATIONS } from '../hyperparameters/activations.ts';
import {
  choice,
  flag,
  integer,
  optional,
  real,
  schedule,
  sizes,
  type HyperparameterInput,
  type HyperparameterTable,
  type ScheduleValue,
} from '../hyperparameters/hyperparameter.ts';
import type { CommonHyperparameters } from '../training/learner.ts';

/** ARS's hyperparameters, named as SB3-contrib's in camelCase; schedules spelt out. */
export type ArsHyperparameters = CommonHyperparameters & {
  /** Step size, before it is divided by the deviation of the returns. Default 0.02. */
  learningRate: ScheduleValue;
  /** Directions that an update tries, each there and back. Default 8. */
  nDelta: number;
  /** Of them, those that the update goes by: the best. Default null: all. */
  nTop: number | null;
  /** Standard deviation of the noise on the weights. Default 0.05. */
  deltaStd: ScheduleValue;
  /** Whether weights start at 0; as PyTorch's `Linear` otherwise. Default true. */
  zeroPolicy: boolean;
  /** Added to each reward, so that being alive is not worth it by itself. Default 0. */
  aliveBonusOffset: number;
  /** Episodes by which a candidate is judged. Default 1. */
  nEvalEpisodes: number;
  /** Whether all candidates of an update begin alike: the luck of a start favours none of them. Default false. */
  commonStarts: boolean;
  /** Hidden layers. Default []: a linear policy. */
  netArch: number[];
  /** Of the hidden layers. Default relu. */
  activation: Activation;
  /** Whether layers have biases. Default false, as SB3-contrib's `LinearPolicy`; its `MlpPolicy` has them. */
  withBias: boolean;
  /** Whether tanh brings actions within the bounds of a Box; they are clipped otherwise. Default false, as `LinearPolicy`. */
  squashOutput: boolean;
  /** Whether observations are normalised by their running mean and variance. Default false. */
  normalizeObservation: boolean;
};

/** What a user may give: any of them, schedules also by name or as a function. */
export type ArsHyperparameterInput = HyperparameterInput<ArsHyperparameters>;

/** Names, ranges and defaults: those of SB3-contrib's `ARS` with its `LinearPolicy`. */
export const arsHyperparameters: HyperparameterTable<ArsHyperparameters> = {
  learningRate: schedule({ default: 0.02, above: 0, live: true }),
  nDelta: integer({ default: 8, min: 1 }),
  nTop: optional(integer({ default: 8, min: 1 })),
  deltaStd: schedule({ default: 0.05, above: 0, live: true }),
  zeroPolicy: flag({ default: true }),
  aliveBonusOffset: real({ default: 0, min: -1e6, max: 1e6 }),
  nEvalEpisodes: integer({ default: 1, min: 1 }),
  commonStarts: flag({ default: false }),
  netArch: sizes({ default: [] }),
  activation: choice({ default: 'relu', of: ACTIVATIONS }),
  withBias: flag({ default: false }),
  squashOutput: flag({ default: false }),
  normalizeObservation: flag({ default: false }),
  numEnvs: integer({ default: 1, min: 1 }),
};

/** Warns where fewer directions are tried than the update is to go by. */
export function checkDirections({ nDelta, nTop }: ArsHyperparameters): string | undefined {
  if (nTop === null || nTop <= nDelta) return undefined;
  return `nTop ${nTop} is larger than nDelta ${nDelta}: all ${nDelta} directions count. Raise nDelta, or leave nTop out.`;
}
