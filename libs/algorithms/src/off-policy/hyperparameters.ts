import { CartwheelError } from '@cartwheel/async-guard';
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
  type HyperparameterTable,
  type ScheduleValue,
} from '../hyperparameters/hyperparameter.ts';
import type { CommonHyperparameters } from '../training/learner.ts';

/** What all learners with a replay buffer share, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type OffPolicyHyperparameters = CommonHyperparameters & {
  /** Step size of Adam. */
  learningRate: ScheduleValue;
  /** Transitions that replay keeps. Default 1,000,000. */
  bufferSize: number;
  /** Environment steps with random actions before anything is learned. Default 100. */
  learningStarts: number;
  /** Rows of a gradient step. */
  batchSize: number;
  /** How far the target networks move towards the others at an update of them: 1 is all the way. */
  tau: number;
  /** Discount γ. Default 0.99. */
  gamma: number;
  /** Steps of the vector, or episodes, between two bursts of gradient steps. */
  trainFreq: number;
  /** What `trainFreq` counts; episodes take a single environment. Default step. */
  trainFreqUnit: TrainFrequencyUnit;
  /** Gradient steps of a burst; −1 for as many as environment steps were taken since the last. Default 1. */
  gradientSteps: number;
  /** Rewards that a target sums up before it bootstraps. Default 1. */
  nSteps: number;
  /** Hidden layers. */
  netArch: number[];
  /** Of the hidden layers. Default relu. */
  activation: Activation;
};

export type TrainFrequencyUnit = 'step' | 'episode';

/** Names, ranges and defaults of what they have in common. */
export const offPolicyHyperparameters = {
  bufferSize: integer({ default: 1_000_000, min: 1 }),
  learningStarts: integer({ default: 100, min: 0 }),
  gamma: real({ default: 0.99, min: 0, max: 1 }),
  trainFreqUnit: choice({ default: 'step', of: ['step', 'episode'] }),
  gradientSteps: integer({ default: 1, min: -1, live: true }),
  nSteps: integer({ default: 1, min: 1 }),
  activation: choice({ default: 'relu', of: ACTIVATIONS }),
  numEnvs: integer({ default: 1, min: 1 }),
} satisfies Partial<HyperparameterTable<OffPolicyHyperparameters>>;

/**
 * What must hold between them. Gives no warning; throws `algorithms/invalid-hyperparameter`, as Stable-Baselines3 refuses
 * episodes of several environments: they end at different times.
 */
export function checkTrainFrequency(hyperparameters: Readonly<OffPolicyHyperparameters>): undefined {
  const { trainFreqUnit, numEnvs } = hyperparameters;
  if (trainFreqUnit === 'step' || numEnvs === 1) return;
  throw new CartwheelError(
    'algorithms/invalid-hyperparameter',
    `numEnvs must be 1 where trainFreqUnit is 'episode'; it is ${numEnvs}. Count steps, or take one environment.`,
  );
}

/** What DQN and QR-DQN share. */
export type QHyperparameters = OffPolicyHyperparameters & {
  /** Environment steps between two updates of the target network. Default 10,000. */
  targetUpdateInterval: number;
  /** Share of the training over which ε goes from its initial value to its final one. */
  explorationFraction: number;
  /** ε at the start. Default 1. */
  explorationInitialEps: number;
  /** ε at the end. */
  explorationFinalEps: number;
  /** ε as a schedule, in place of the three above. Default null. */
  explorationRate: ScheduleValue | null;
  /** Bound of the norm of the gradient; null for none. */
  maxGradNorm: number | null;
  /** Whether the online network chooses the action whose value the target network tells (arXiv 1509.06461). Default false. */
  doubleQ: boolean;
  /** Whether value and advantage have an output each (arXiv 1511.06581). Default false. */
  dueling: boolean;
  /** Whether replay prefers transitions that were predicted badly (arXiv 1511.05952). Default false. */
  prioritizedReplay: boolean;
  /** α of prioritised replay. Default 0.6. */
  priorityAlpha: number;
  /** β of prioritised replay at the start; it goes to 1. Default 0.4. */
  priorityBeta: number;
};

/** Names, ranges and defaults of what DQN and QR-DQN have in common. */
export const qHyperparameters = {
  ...offPolicyHyperparameters,
  batchSize: integer({ default: 32, min: 1 }),
  tau: real({ default: 1, above: 0, max: 1 }),
  trainFreq: integer({ default: 4, min: 1, live: true }),
  targetUpdateInterval: integer({ default: 10_000, min: 1, live: true }),
  explorationInitialEps: real({ default: 1, min: 0, max: 1 }),
  explorationRate: optional(schedule({ default: 0.1, min: 0, max: 1, live: true })),
  doubleQ: flag({ default: false }),
  dueling: flag({ default: false }),
  prioritizedReplay: flag({ default: false }),
  priorityAlpha: real({ default: 0.6, min: 0, max: 1 }),
  priorityBeta: real({ default: 0.4, min: 0, max: 1 }),
  netArch: sizes({ default: [64, 64] }),
} satisfies Partial<HyperparameterTable<QHyperparameters>>;
