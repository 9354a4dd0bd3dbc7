import { CartwheelError } from '@cartwheel/async-guard';
import { integer, type HyperparameterInput, type HyperparameterTable } from '../hyperparameters/hyperparameter.ts';
import { checkSac, sacHyperparameters, type SacHyperparameters } from '../sac/hyperparameters.ts';

/** TQC's hyperparameters, named as SB3-contrib's in camelCase; schedules spelt out. */
export type TqcHyperparameters = SacHyperparameters & {
  /** Quantiles of the return that each critic gives. Default 25. */
  nQuantiles: number;
  /** The greatest, for each critic, that a target leaves out. Default 2. */
  topQuantilesToDropPerNet: number;
};

/** What a user may give: any of them, schedules also by name or as a function. */
export type TqcHyperparameterInput = HyperparameterInput<TqcHyperparameters>;

/** Names, ranges and defaults: those of SB3-contrib's `TQC`. */
export const tqcHyperparameters: HyperparameterTable<TqcHyperparameters> = {
  ...sacHyperparameters,
  nQuantiles: integer({ default: 25, min: 1 }),
  topQuantilesToDropPerNet: integer({ default: 2, min: 0 }),
};

/** What must hold between them. Throws `algorithms/invalid-hyperparameter`. */
export function checkTqc(hyperparameters: Readonly<TqcHyperparameters>): undefined {
  checkSac(hyperparameters);
  const { nQuantiles, topQuantilesToDropPerNet } = hyperparameters;
  if (topQuantilesToDropPerNet < nQuantiles) return;
  throw new CartwheelError(
    'algorithms/invalid-hyperparameter',
    `topQuantilesToDropPerNet must be less than nQuantiles, ${nQuantiles}; it is ${topQuantilesToDropPerNet}.`,
  );
}
