import type { TrainingCallback } from '../training-callback/training-callback.ts';
import { numbersOf } from '../training-callback/callback-snapshot.ts';
import { requireCount } from './require-count.ts';

/** How long training may go on without getting better. */
export interface StopOnNoImprovementOptions {
  /** Evaluations in a row without a new best mean return after which training stops. */
  evaluations: number;
  /** Evaluations that are not counted, at the start. Default 0. */
  after?: number;
}

/** Stops when evaluations get no better. Throws `callbacks/invalid-count`. */
export function createStopOnNoImprovement({ evaluations, after = 0 }: StopOnNoImprovementOptions): TrainingCallback {
  requireCount('evaluations', evaluations);
  let best = Number.NEGATIVE_INFINITY;
  let seen = 0;
  let worse = 0;
  return {
    name: 'stop on no improvement',
    snapshot: () => ({ best, seen, worse }),
    restore(snapshot) {
      ({ best, seen, worse } = numbersOf(snapshot, { best, seen, worse }));
    },
    onEvaluation({ result }) {
      seen += 1;
      const isBetter = result.meanReturn > best;
      if (isBetter) best = result.meanReturn;
      worse = isBetter || seen <= after ? 0 : worse + 1;
      return worse >= evaluations
        ? { stop: `no evaluation was better than ${best} ${evaluations} times in a row` }
        : undefined;
    },
  };
}
