import { CartwheelError } from '@cartwheel/async-guard';
import type { Activation } from '@cartwheel/nn';
import {
  choice,
  flag,
  integer,
  optional,
  real,
  schedule,
  sizes,
  type HyperparameterTable,
} from '../hyperparameters/hyperparameter.ts';
import type { LinearSchedule, Schedule } from '../hyperparameters/schedule.ts';

/** PPO's hyperparameters, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type PpoHyperparameters = {
  /** Step size of Adam. Default 3e-4. */
  learningRate: number | LinearSchedule;
  /** Steps of each environment in a rollout. Default 2048. */
  nSteps: number;
  /** Rows of a minibatch. Default 64; a batch larger than the rollout is used whole, with a warning. */
  batchSize: number;
  /** How often an update goes through the rollout. Default 10. */
  nEpochs: number;
  /** Discount γ. Default 0.99. */
  gamma: number;
  /** λ of generalised advantage estimation. Default 0.95. */
  gaeLambda: number;
  /** ε of the clipped surrogate. Default 0.2. */
  clipRange: number | LinearSchedule;
  /** How far the value may move in an update, in units of the return. Default null: as far as it likes. */
  clipRangeVf: number | LinearSchedule | null;
  /** Whether advantages are normalised in each minibatch. Default true. */
  normalizeAdvantage: boolean;
  /** Weight of the entropy. Default 0. */
  entCoef: number;
  /** Weight of the value loss. Default 0.5. */
  vfCoef: number;
  /** Bound of the norm of the gradient of both networks together. Default 0.5. */
  maxGradNorm: number;
  /** An update ends when the policy has moved 1.5 times this far (KL, nats). Default null: never. */
  targetKl: number | null;
  /** Hidden layers of actor and of critic. Default [64, 64]. */
  netArch: number[];
  /** Of the hidden layers. Default tanh. */
  activation: Activation;
  /** Environments side by side, where the environment is given by its id or as a factory. Default 1. */
  numEnvs: number;
};

/** What a user may give: any of them, with the short forms of schedules. */
export type PpoHyperparameterInput = {
  [Name in keyof PpoHyperparameters]?:
    | (LinearSchedule extends PpoHyperparameters[Name] ? Schedule : never)
    | PpoHyperparameters[Name]
    | undefined;
};

/** Names, ranges and defaults: those of Stable-Baselines3's `PPO`. */
export const ppoHyperparameters: HyperparameterTable<PpoHyperparameters> = {
  learningRate: schedule({ default: 3e-4, above: 0, live: true }),
  nSteps: integer({ default: 2048, min: 1 }),
  batchSize: integer({ default: 64, min: 1 }),
  nEpochs: integer({ default: 10, min: 1, live: true }),
  gamma: real({ default: 0.99, min: 0, max: 1 }),
  gaeLambda: real({ default: 0.95, min: 0, max: 1 }),
  clipRange: schedule({ default: 0.2, above: 0, live: true }),
  clipRangeVf: optional(schedule({ default: 0.2, above: 0, live: true })),
  normalizeAdvantage: flag({ default: true }),
  entCoef: real({ default: 0, min: 0, live: true }),
  vfCoef: real({ default: 0.5, min: 0, live: true }),
  maxGradNorm: real({ default: 0.5, above: 0, live: true }),
  targetKl: optional(real({ default: 0.01, above: 0, live: true })),
  netArch: sizes({ default: [64, 64] }),
  activation: choice({ default: 'tanh', of: ['tanh', 'relu', 'identity'] }),
  numEnvs: integer({ default: 1, min: 1 }),
};

/**
 * What must hold between hyperparameters. Gives a warning where they make sense but are probably not what was meant;
 * throws `algorithms/invalid-hyperparameter` where nothing could be learned.
 */
export function checkRolloutSizes(hyperparameters: PpoHyperparameters): string | undefined {
  const { nSteps, numEnvs, batchSize, normalizeAdvantage } = hyperparameters;
  const rollout = nSteps * numEnvs;
  if (normalizeAdvantage && Math.min(batchSize, rollout) < 2) {
    throw new CartwheelError(
      'algorithms/invalid-hyperparameter',
      `With normalizeAdvantage, batchSize and nSteps × numEnvs must be at least 2; batchSize is ${batchSize}, ` +
        `nSteps × numEnvs ${nSteps} × ${numEnvs}. Raise them, or set normalizeAdvantage to false.`,
    );
  }
  const shape = `the rollout of ${rollout} rows (nSteps ${nSteps} × numEnvs ${numEnvs})`;
  if (batchSize > rollout)
    return `batchSize ${batchSize} is larger than ${shape}: each minibatch is the whole rollout.`;
  if (rollout % batchSize === 0) return undefined;
  return `batchSize ${batchSize} does not divide ${shape}: the last minibatch has ${rollout % batchSize} rows.`;
}
