import type { Activation } from '@cartwheel/nn';
import {
  choice,
  flag,
  integer,
  real,
  sizes,
  type HyperparameterTable,
  type ScheduleValue,
} from '../hyperparameters/hyperparameter.ts';
import { ACTIVATIONS } from '../hyperparameters/activations.ts';
import type { CommonHyperparameters } from '../training/learner.ts';

/** What PPO and A2C share, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type OnPolicyHyperparameters = CommonHyperparameters & {
  /** Step size of the optimiser. */
  learningRate: ScheduleValue;
  /** Steps of each environment in a rollout. */
  nSteps: number;
  /** Discount γ. Default 0.99. */
  gamma: number;
  /** λ of generalised advantage estimation. */
  gaeLambda: number;
  /** Whether advantages are normalised in each minibatch. */
  normalizeAdvantage: boolean;
  /** Weight of the entropy. Default 0. */
  entCoef: number;
  /** Weight of the value loss. Default 0.5. */
  vfCoef: number;
  /** Bound of the norm of the gradient of all that is trained together. Default 0.5. */
  maxGradNorm: number;
  /** Hidden layers of actor and of critic. Default [64, 64]. */
  netArch: number[];
  /** Hidden layers that actor and critic share, below those of `netArch`. Default []: none. */
  sharedTrunk: number[];
  /** Of the hidden layers. Default tanh. */
  activation: Activation;
  /** Whether weights start orthogonal; as PyTorch's `Linear` otherwise. Default true. */
  orthoInit: boolean;
  /** Where the log standard deviation of the actions in a Box starts. Default 0. */
  logStdInit: number;
  /** Whether observations are normalised by their running mean and variance. Default false. */
  normalizeObservation: boolean;
  /** Whether rewards are divided by the running deviation of the discounted return. Default false. */
  normalizeReward: boolean;
  /** Whether the noise of actions in a Box depends on the state (gSDE, arXiv 2005.05719). Default false. */
  useSde: boolean;
  /** Whether gSDE has a standard deviation for each pair of feature and action; one a feature otherwise. Default true. */
  fullStd: boolean;
  /** Steps after which gSDE draws its noise anew; −1: at the start of a rollout only. Default −1. */
  sdeSampleFreq: number;
};

/** Names, ranges and defaults of what PPO and A2C have in common. */
export const onPolicyHyperparameters = {
  gamma: real({ default: 0.99, min: 0, max: 1 }),
  entCoef: real({ default: 0, min: 0, live: true }),
  vfCoef: real({ default: 0.5, min: 0, live: true }),
  maxGradNorm: real({ default: 0.5, above: 0, live: true }),
  netArch: sizes({ default: [64, 64] }),
  sharedTrunk: sizes({ default: [] }),
  activation: choice({ default: 'tanh', of: ACTIVATIONS }),
  orthoInit: flag({ default: true }),
  logStdInit: real({ default: 0, min: -20, max: 2 }),
  normalizeObservation: flag({ default: false }),
  normalizeReward: flag({ default: false }),
  useSde: flag({ default: false }),
  fullStd: flag({ default: true }),
  sdeSampleFreq: integer({ default: -1, min: -1, live: true }),
  numEnvs: integer({ default: 1, min: 1 }),
} satisfies Partial<HyperparameterTable<OnPolicyHyperparameters>>;
