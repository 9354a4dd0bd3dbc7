import type { TrainingCallback } from '../training-callback/training-callback.ts';

/** Stops once an evaluation's mean return reaches `meanReturn`. */
export function createStopOnReward(meanReturn: number): TrainingCallback {
  return {
    name: 'stop on reward',
    onEvaluation: ({ result }) =>
      result.meanReturn >= meanReturn
        ? { stop: `the mean return ${result.meanReturn} reached the threshold ${meanReturn}` }
        : undefined,
  };
}
