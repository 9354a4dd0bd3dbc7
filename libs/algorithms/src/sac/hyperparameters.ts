import { CartwheelError } from '@cartwheel/async-guard';
import {
  flag,
  integer,
  orAuto,
  real,
  schedule,
  type HyperparameterInput,
  type HyperparameterTable,
} from '../hyperparameters/hyperparameter.ts';
import { continuousHyperparameters, type ContinuousHyperparameters } from '../off-policy/continuous/hyperparameters.ts';
import { checkTrainFrequency } from '../off-policy/hyperparameters.ts';
import type { EntropyCoefficientSetting } from './entropy-coefficient.ts';

/** SAC's hyperparameters, named as Stable-Baselines3's in camelCase; schedules spelt out. */
export type SacHyperparameters = ContinuousHyperparameters & {
  /** α: `auto` learns it from 1 on, `auto_0.1` from 0.1 on; a number stays. Default auto. */
  entCoef: EntropyCoefficientSetting;
  /** The entropy in nats that a learned α goes for; `auto`: −1 for each number of an action. Default auto. */
  targetEntropy: number | 'auto';
  /** The target critics move with every so manieth gradient step of a burst, its first one included. Default 1. */
  targetUpdateInterval: number;
  /** Whether noise depends on the state and lasts for some steps (gSDE, arXiv 2005.05719). Default false. */
  useSde: boolean;
  /** Steps of the vector after which gSDE draws its noise anew; −1: with each burst of gradient steps only. Default −1. */
  sdeSampleFreq: number;
  /** Where gSDE's log standard deviations start. Default −3. */
  logStdInit: number;
};

/** What a user may give: any of them, schedules also by name or as a function. */
export type SacHyperparameterInput = HyperparameterInput<SacHyperparameters>;

/** Names, ranges and defaults: those of Stable-Baselines3's `SAC`. */
export const sacHyperparameters: HyperparameterTable<SacHyperparameters> = {
  learningRate: schedule({ default: 3e-4, above: 0, live: true }),
  entCoef: {
    kind: 'number',
    default: 'auto',
    live: false,
    expected: "'auto', 'auto_0.1' with any start above 0, or a number of at least 0",
    read: readEntropyCoefficient,
  },
  targetEntropy: orAuto(real({ default: 0 })),
  targetUpdateInterval: integer({ default: 1, min: 1, live: true }),
  useSde: flag({ default: false }),
  sdeSampleFreq: integer({ default: -1, min: -1, live: true }),
  logStdInit: real({ default: -3, min: -20, max: 2 }),
  ...continuousHyperparameters,
};

/** What must hold between them. Throws `algorithms/invalid-hyperparameter`. */
export function checkSac(hyperparameters: Readonly<SacHyperparameters>): undefined {
  checkTrainFrequency(hyperparameters);
  const { useSde, netArch } = hyperparameters;
  if (!useSde || netArch.length > 0) return;
  throw new CartwheelError(
    'algorithms/invalid-hyperparameter',
    'netArch must have at least one layer where useSde is true: the noise depends on the last; it is [].',
  );
}

function readEntropyCoefficient(value: unknown): EntropyCoefficientSetting | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (value === 'auto') return value;
  if (typeof value !== 'string' || !value.startsWith('auto_')) return undefined;
  const start = Number(value.slice('auto_'.length));
  return Number.isFinite(start) && start > 0 ? `auto_${start}` : undefined;
}
