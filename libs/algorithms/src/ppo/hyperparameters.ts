import { CartwheelError } from '@cartwheel/async-guard';
import {
  flag,
  integer,
  optional,
  real,
  schedule,
  type HyperparameterInput,
  type HyperparameterTable,
  type ScheduleValue,
} from '../hyperparameters/hyperparameter.ts';
import { onPolicyHyperparameters, type OnPolicyHyperparameters } from '../on-policy/hyperparameters.ts';

/** PPO's hyperparameters, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type PpoHyperparameters = OnPolicyHyperparameters & {
  /** Rows of a minibatch. Default 64; a batch larger than the rollout is used whole, with a warning. */
  batchSize: number;
  /** How often an update goes through the rollout. Default 10. */
  nEpochs: number;
  /** ε of the clipped surrogate. Default 0.2. */
  clipRange: ScheduleValue;
  /** How far the value may move in an update, in units of the return. Default null: as far as it likes. */
  clipRangeVf: ScheduleValue | null;
  /** An update ends when the policy has moved 1.5 times this far (KL, nats). Default null: never. */
  targetKl: number | null;
};

/** What a user may give: any of them, schedules also by name or as a function. */
export type PpoHyperparameterInput = HyperparameterInput<PpoHyperparameters>;

/** Names, ranges and defaults: those of Stable-Baselines3's `PPO`. */
export const ppoHyperparameters: HyperparameterTable<PpoHyperparameters> = {
  learningRate: schedule({ default: 3e-4, above: 0, live: true }),
  nSteps: integer({ default: 2048, min: 1 }),
  batchSize: integer({ default: 64, min: 1 }),
  nEpochs: integer({ default: 10, min: 1, live: true }),
  gaeLambda: real({ default: 0.95, min: 0, max: 1 }),
  clipRange: schedule({ default: 0.2, above: 0, live: true }),
  clipRangeVf: optional(schedule({ default: 0.2, above: 0, live: true })),
  normalizeAdvantage: flag({ default: true }),
  targetKl: optional(real({ default: 0.01, above: 0, live: true })),
  ...onPolicyHyperparameters,
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
