import { scheduleAt } from '../hyperparameters/schedule.ts';
import type { QHyperparameters } from './hyperparameters.ts';

type ExplorationSettings = Pick<
  QHyperparameters,
  'explorationRate' | 'explorationFraction' | 'explorationInitialEps' | 'explorationFinalEps'
>;

/** ε when `progressRemaining` of the training is still to come: a line over the exploration fraction, then constant. */
export function explorationRateAt(progressRemaining: number, settings: Readonly<ExplorationSettings>): number {
  const { explorationRate, explorationFraction, explorationInitialEps, explorationFinalEps } = settings;
  if (explorationRate !== null) return scheduleAt(explorationRate, progressRemaining);
  const progress = 1 - progressRemaining;
  if (progress >= explorationFraction) return explorationFinalEps;
  return explorationInitialEps + (progress / explorationFraction) * (explorationFinalEps - explorationInitialEps);
}
